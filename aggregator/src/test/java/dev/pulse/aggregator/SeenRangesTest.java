package dev.pulse.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeenRangesTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void agreesWithABitPerNumber(long seed) {
    var random = new Random(seed);
    var bits = new BitSet();
    var ranges = new SeenRanges();
    for (int i = 0; i < 2_000; i++) {
      int from = random.nextInt(1_500);
      int to = from + random.nextInt(6);
      boolean isNew = bits.get(from, to).isEmpty();
      assertThat(ranges.intersects(from, to)).isEqualTo(!isNew);

      assertThat(ranges.add(from, to)).isEqualTo(isNew);

      if (isNew) {
        bits.set(from, to);
      }
      assertThat(ranges.covered()).isEqualTo(bits.cardinality());
      assertThat(ranges.missing()).isEqualTo(bits.length() - bits.cardinality());
    }
    assertThat(SeenRanges.of(ranges.edges()).edges()).isEqualTo(ranges.edges());
  }

  @Test
  void stretchWithoutGapsIsOneRangeWhateverItsLength() {
    var ranges = new SeenRanges();
    for (int i = 0; i < 100_000; i++) {
      ranges.add(i, i + 1);
    }

    assertThat(ranges.edges()).containsExactly(0L, 100_000L);
  }

  @Test
  void filledGapJoinsItsNeighbours() {
    var ranges = new SeenRanges();
    ranges.add(0, 3);
    ranges.add(5, 9);

    ranges.add(3, 5);

    assertThat(ranges.edges()).containsExactly(0L, 9L);
    assertThat(ranges.missing()).isZero();
  }
}
