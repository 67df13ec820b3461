package dev.pulse.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ShardTest {
  @Property(tries = 200)
  void allShardsTogetherAreTheRun(
      @ForAll @Size(min = 1, max = 9) List<@IntRange(min = 1, max = 7) Integer> weights,
      @ForAll @IntRange(max = 500) int count) {
    var shards =
        IntStream.range(0, weights.size()).mapToObj(i -> Shard.byWeight(i, weights)).toList();

    long[] taken =
        shards.stream()
            .flatMapToLong(shard -> LongStream.range(0, shard.share(count)).map(shard::nth))
            .sorted()
            .toArray();

    assertThat(taken).containsExactly(LongStream.range(0, count).toArray());
  }

  @Property(tries = 100)
  void anAgentsOwnNumbersAreTheOnesItTakes(
      @ForAll @IntRange(min = 1, max = 12) int agents, @ForAll @IntRange(max = 400) int count) {
    for (int agent = 0; agent < agents; agent++) {
      var shard = Shard.of(agent, agents);

      assertThat(LongStream.range(0, shard.share(count)).map(shard::nth).toArray())
          .containsExactly(LongStream.range(0, count).filter(shard::takes).toArray());
    }
  }

  @Test
  void weightsAreInterleaved() {
    assertThat(Shard.byWeight(0, List.of(2, 1, 1)).slots()).containsExactly(0, 3);
    assertThat(Shard.byWeight(1, List.of(2, 1, 1)).slots()).containsExactly(1);
    assertThat(Shard.byWeight(2, List.of(2, 1, 1)).slots()).containsExactly(2);
  }

  @Test
  void whoHasNoVuHasNoIterationEither() {
    assertThat(Shard.of(2, 3).within(2).share(100)).isZero();
    assertThat(Shard.of(0, 3).within(2).share(100)).isEqualTo(50);
    assertThat(Shard.of(1, 3).within(2).share(101)).isEqualTo(50);
    assertThat(Shard.of(1, 3).within(3)).isEqualTo(Shard.of(1, 3));
  }

  @Test
  void slotsBeyondTheTotalAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shard.of(3, 3))
        .withMessageContaining("[3] of 3");
  }
}
