package dev.pulse.reporter.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;

import dev.pulse.reporter.chart.Line.Look;
import dev.pulse.reporter.chart.Line.Point;
import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ChartTest {

  @Test
  void everyChartIsWellFormedAndNamedForThoseWhoCannotSeeIt() throws Exception {
    for (Chart chart : ChartFixtures.all()) {
      for (ChartSize size : ChartSize.values()) {
        var svg = parse(chart.svg(size, true)).getDocumentElement();
        assertThat(svg.getAttribute("role")).isEqualTo("img");
        String[] labels = svg.getAttribute("aria-labelledby").split(" ", 2);
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
            .isEqualTo(chart.heading().title());
        assertThat(chart.svg(size, true))
            .contains("id=\"" + labels[0])
            .contains("id=\"" + labels[1]);
      }
    }
  }

  @Test
  void sameChartIsSameBytesInAnyLocale() {
    Locale before = Locale.getDefault();
    String first = ChartFixtures.latency(10).svg(ChartSize.WIDE, true);
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(ChartFixtures.latency(10).svg(ChartSize.WIDE, true)).isEqualTo(first);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void missingDataIsAGapAndNotZero() {
    String svg = time(List.of(p(0, 5), p(1, 5), p(2, Double.NaN), p(3, 5), p(4, 5)));
    String path = pathOf(svg, "line high");
    assertThat(path.chars().filter(c -> c == 'M').count()).isEqualTo(2);
    assertThat(path.chars().filter(c -> c == 'L').count()).isEqualTo(2);
  }

  @Test
  void loneValueIsADot() {
    assertThat(pathOf(time(List.of(p(0, 12))), "dot high")).startsWith("M").endsWith("h0");
    assertThat(time(List.of(p(0, 12)))).doesNotContain("no data");
  }

  @Test
  void chartWithoutValuesSaysSo() {
    assertThat(ChartFixtures.empty().svg(ChartSize.WIDE, false)).contains("no data");
  }

  @Test
  void peakOfMergedIntervalsStaysVisible() {
    String svg = time(List.of(new Point(0, 5, 5), new Point(1, 5, 50), new Point(2, 5, 5)));
    assertThat(pathOf(svg, "area high")).isNotEmpty();
    assertThat(svg).contains(">60<");
  }

  @Test
  void valuesFarApartGetALogarithmicAxisThatSaysSo() {
    assertThat(ChartFixtures.latency(10).svg(ChartSize.WIDE, false)).contains("(ms), logarithmic");
    assertThat(ChartFixtures.latency(120).svg(ChartSize.WIDE, false)).doesNotContain("logarithmic");
  }

  @Test
  void hostileNamesAreText() throws Exception {
    var line = new Line("<script>alert(1)</script>\u0007\n\"&", Look.MAIN, List.of(p(0, 1)));
    var chart =
        new TimeChart(
            new Heading("x", "]]><b>", "--><!--"),
            "ms",
            List.of(line),
            "",
            List.of(),
            List.of(),
            List.of(new Band(0, 1, "<i>", true, 0)),
            1,
            false);
    String svg = chart.svg(ChartSize.WIDE, true);
    assertThat(svg).doesNotContain("<script").doesNotContain("<b>").doesNotContain("<i>");
    assertThat(parse(svg).getElementsByTagName("script").getLength()).isZero();
  }

  @Test
  void idThatCouldBreakOutOfAnAttributeIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Heading("a\"b", "", ""));
  }

  @Test
  void percentileAxisGivesEachNineTheSameRoom() {
    String svg = ChartFixtures.distribution().svg(ChartSize.WIDE, false);
    double ninety = tick(svg, "90 %");
    double ninetyNine = tick(svg, "99 %");
    double threeNines = tick(svg, "99.9 %");
    assertThat(threeNines - ninetyNine).isCloseTo(ninetyNine - ninety, offset(0.2));
  }

  private static double tick(String svg, String label) {
    String before = svg.substring(0, svg.indexOf(">" + label + "<"));
    String x = before.substring(before.lastIndexOf(" x=\"") + 4);
    return Double.parseDouble(x.substring(0, x.indexOf('"')));
  }

  private static Point p(double x, double y) {
    return Point.of(x, y);
  }

  private static String time(List<Point> points) {
    return new TimeChart(
            new Heading("t", "T", "D"),
            "ms",
            List.of(new Line("p99", Look.HIGH, points)),
            "",
            List.of(),
            List.of(),
            List.of(),
            10,
            false)
        .svg(ChartSize.WIDE, false);
  }

  /** Data of the last path of a style: the first may be its key in the legend. */
  private static String pathOf(String svg, String style) {
    String start = "class=\"" + style + "\" d=\"";
    int at = svg.lastIndexOf(start) + start.length();
    return svg.substring(at, svg.indexOf('"', at));
  }

  private static Document parse(String svg) throws Exception {
    var factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
  }
}
