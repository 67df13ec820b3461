package dev.pulse.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class KeysTest {
  @Test
  void aKeyReadsAsItsParts() {
    assertThat(Keys.interval(new SeriesKey("r1", "baseline", "2 hold 100", "trades"), 7))
        .isEqualTo("interval|r1|baseline|2 hold 100|trades|7");
  }

  @Property
  void differentSeriesHaveDifferentKeys(
      @ForAll String a, @ForAll String b, @ForAll String c, @ForAll String d) {
    var series = new SeriesKey("run", a, b, c);
    var other = new SeriesKey("run", b, c, d);

    assertThat(series.encoded().equals(other.encoded())).isEqualTo(series.equals(other));
  }
}
