package dev.pulse.reporter.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.junit.jupiter.api.Test;

class MarkdownTextTest {
  private static final List<TablesExtension> TABLES =
      List.of((TablesExtension) TablesExtension.create());

  @Property(tries = 2_000)
  void anyTextIsShownAsItIs(@ForAll("hostile") String text) {
    String line = MarkdownText.singleLine(text);
    assertThat(html(MarkdownText.escape(text)).strip())
        .isEqualTo(line.isEmpty() ? "" : "<p>" + entities(line) + "</p>");
  }

  @Property(tries = 1_000)
  void anyTextStaysInItsTableCell(@ForAll("hostile") String text) {
    String row = "| a | b |\n|---|---|\n| " + MarkdownText.escape(text) + " | end |\n";
    String cell = "<td>" + entities(MarkdownText.singleLine(text)) + "</td>\n<td>end</td>";
    assertThat(html(row)).contains(cell);
  }

  @Property(tries = 1_000)
  void anyTextStaysInItsCodeSpan(@ForAll("hostile") String text) {
    String row = "| a | b |\n|---|---|\n| " + MarkdownText.code(text) + " | end |\n";
    String shown = entities(MarkdownText.singleLine(text));
    assertThat(html(row).replace("<code>", "").replace("</code>", ""))
        .contains("<td>" + shown + "</td>\n<td>end</td>");
  }

  @Provide
  Arbitrary<String> hostile() {
    Arbitrary<String> parts =
        Arbitraries.of(
            "|",
            "`",
            "``",
            "<script>",
            "</td>",
            "\n",
            "\r\n",
            "\\",
            "*",
            "_",
            "[",
            "](javascript:x)",
            "!",
            "http://evil.example",
            "www.evil.example",
            "&amp;",
            "#",
            "- ",
            "1. ",
            "1) ",
            "> ",
            "~~",
            "=",
            "---",
            "a",
            "Z",
            "7",
            " ",
            "\t",
            "é",
            "\u202e",
            "\u0000",
            "|---|",
            "+ ",
            ":");
    return parts.list().ofMaxSize(9).map(list -> String.join("", list));
  }

  @Test
  void namesKeepTheirUnderscoresAndUrlsDoNotBecomeLinks() {
    assertThat(MarkdownText.escape("portfolio_latency")).isEqualTo("portfolio_latency");
    assertThat(MarkdownText.escape("http://a")).isEqualTo("http\\://a");
    assertThat(MarkdownText.escape("www.a")).isEqualTo("www\\.a");
  }

  @Test
  void directionOverridesAndControlsAreReplaced() {
    assertThat(MarkdownText.escape("a\u202eb\u0000c")).isEqualTo("a\ufffdb\ufffdc");
  }

  private static String html(String markdown) {
    return HtmlRenderer.builder()
        .extensions(TABLES)
        .escapeHtml(true)
        .build()
        .render(Parser.builder().extensions(TABLES).build().parse(markdown));
  }

  private static String entities(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
