package dev.pulse.integration.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.regex.Pattern;

/**
 * A duration as people are shown it, such as {@code 12.3 ms} or {@code 1.02s}.
 *
 * @param text number and unit
 */
record ShownFigure(String text) {
  private static final Pattern FORM = Pattern.compile("([0-9]+)(?:\\.([0-9]+))? ?(µs|us|ms|s)");

  /** The one that a pattern's first group finds. */
  static ShownFigure in(String text, String pattern) {
    var found = Pattern.compile(pattern).matcher(text);
    assertThat(found.find()).as(pattern + " in\n" + text).isTrue();
    return new ShownFigure(found.group(1));
  }

  /** It is this many milliseconds, rounded or cut at the last digit that is shown. */
  void assertIs(double millis) {
    var form = FORM.matcher(text);
    assertThat(form.matches()).as(text).isTrue();
    String decimals = form.group(2) == null ? "" : form.group(2);
    double unit =
        switch (form.group(3)) {
          case "s" -> 1_000;
          case "ms" -> 1;
          default -> 0.001;
        };
    double shown = Double.parseDouble(form.group(1) + "." + (decimals.isEmpty() ? "0" : decimals));
    double lastDigit = unit * Math.pow(10, -decimals.length());
    assertThat(shown * unit).as(text).isCloseTo(millis, within(lastDigit * 1.000_001));
  }
}
