package dev.pulse.reporter.report;

import dev.pulse.reporter.chart.ChartStyle;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.AttributeProvider;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * Turns the Markdown of a report into one page that needs nothing else: style sheet and charts
 * inline, no script, nothing fetched. HTML in the Markdown is shown as text; an image that is not a
 * chart of this report becomes its description.
 */
final class HtmlPage {
  private static final Map<String, String> TONES =
      Map.of(
          "PASS",
          "good",
          "MARGINAL",
          "open",
          "FAIL",
          "bad",
          "INCONCLUSIVE",
          "open",
          "✓",
          "good",
          "✗",
          "bad");

  private final Map<String, String> charts;

  /**
   * A page.
   *
   * @param charts SVG by the destination that the Markdown names
   */
  HtmlPage(Map<String, String> charts) {
    this.charts = Map.copyOf(charts);
  }

  String render(String title, String markdown) {
    List<Extension> extensions = List.of(TablesExtension.create());
    Node document = Parser.builder().extensions(extensions).build().parse(markdown);
    String body =
        HtmlRenderer.builder()
            .extensions(extensions)
            .escapeHtml(true)
            .sanitizeUrls(true)
            .attributeProviderFactory(context -> (AttributeProvider) HtmlPage::attributes)
            .nodeRendererFactory(ChartImages::new)
            .build()
            .render(document);
    return head(title) + wrapTables(body) + "</main>\n</body>\n</html>\n";
  }

  private static String head(String title) {
    String escaped = MarkdownText.singleLine(title).replace("&", "&amp;").replace("<", "&lt;");
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src \
    'unsafe-inline'">
    <title>\
    """
        + escaped
        + "</title>\n<style>\n"
        + style()
        + ChartStyle.css()
        + "</style>\n</head>\n<body>\n<main>\n";
  }

  private static String style() {
    try (InputStream in = HtmlPage.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new IllegalStateException("report.css is not packaged with this program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("report.css cannot be read from this program", e);
    }
  }

  /** A wide table scrolls by itself, so that the page never does. */
  private static String wrapTables(String body) {
    return body.replace("<table>", "<div class=\"table\" tabindex=\"0\">\n<table>")
        .replace("</table>", "</table>\n</div>");
  }

  private static void attributes(Node node, String tag, Map<String, String> attributes) {
    if (node instanceof TableCell && TONES.containsKey(text(node))) {
      attributes.put("class", "verdict " + TONES.getOrDefault(text(node), ""));
    }
    if (node instanceof Paragraph && node.getFirstChild() instanceof StrongEmphasis strong) {
      decision(strong, attributes);
    }
    if (node instanceof Heading heading && heading.getLevel() == 2) {
      attributes.put("id", "s" + text(node).replaceAll("[^0-9].*", ""));
    }
  }

  private static void decision(StrongEmphasis strong, Map<String, String> attributes) {
    String text = text(strong);
    String tone = text.startsWith("✅") ? "good" : text.startsWith("⏳") ? "bad" : "open";
    if (strong.getNext() == null && (!tone.equals("open") || text.startsWith("❔"))) {
      attributes.put("class", "decision " + tone);
    }
  }

  private static String text(Node node) {
    var text = new StringBuilder();
    for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
      text.append(child instanceof Text plain ? plain.getLiteral() : text(child));
    }
    return text.toString();
  }

  /** Puts the charts where the Markdown refers to them. */
  private final class ChartImages implements NodeRenderer {
    private final HtmlNodeRendererContext context;

    private ChartImages(HtmlNodeRendererContext context) {
      this.context = context;
    }

    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
      return Set.of(Image.class);
    }

    @Override
    public void render(Node node) {
      String chart = node instanceof Image image ? charts.get(image.getDestination()) : null;
      if (chart == null) {
        context.getWriter().text(text(node));
      } else {
        context.getWriter().raw(chart);
      }
    }
  }
}
