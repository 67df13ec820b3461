package dev.pulse.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;

class ExecutorLawsTest {

  @Provide
  Arbitrary<RampingVus> ramping() {
    Arbitrary<Ramp> ramp =
        Combinators.combine(
                Arbitraries.longs().between(0, 7_200_000), Arbitraries.integers().between(0, 5_000))
            .as((millis, target) -> new Ramp(Duration.ofMillis(millis), target));
    Arbitrary<List<Ramp>> ramps =
        ramp.list()
            .ofMinSize(1)
            .ofMaxSize(8)
            .filter(list -> list.stream().anyMatch(r -> !r.duration().isZero()));
    return Combinators.combine(Arbitraries.integers().between(1, 2_000), ramps)
        .as((start, list) -> new RampingVus(start, list, Duration.ZERO));
  }

  @Property(tries = 300)
  void stagesTileTheLengthAndTheirNamesDiffer(@ForAll("ramping") RampingVus executor) {
    long end = 0;
    int vus = executor.startVus();
    for (Stage stage : executor.stages()) {
      assertThat(stage.startNanos()).isEqualTo(end);
      assertThat(stage.fromVus()).isEqualTo(vus);
      end = stage.endNanos();
      vus = stage.toVus();
    }
    assertThat(end).isEqualTo(executor.lengthNanos());
    assertThat(executor.stages().stream().map(Stage::name)).doesNotHaveDuplicates();
  }

  @Property(tries = 300)
  void stageAtATimeHoldsThatTime(
      @ForAll("ramping") RampingVus executor, @ForAll @IntRange(max = 999_999) int part) {
    long elapsed = executor.lengthNanos() / 1_000_000 * part;
    Stage stage = executor.stageAt(elapsed);
    assertThat(elapsed).isBetween(stage.startNanos(), stage.endNanos() - 1);
  }

  @Property(tries = 300)
  void vusFollowTheStraightLineToLessThanOneVuAndNeverTurnBack(
      @ForAll("ramping") RampingVus executor) {
    for (Stage stage : executor.stages()) {
      int last = stage.fromVus();
      for (int i = 0; i < 200 && stage.durationNanos() > 0; i++) {
        long elapsed = stage.startNanos() + stage.durationNanos() / 200 * i;
        int vus = executor.targetVus(elapsed);
        double share = (double) (elapsed - stage.startNanos()) / (double) stage.durationNanos();
        double line = stage.fromVus() + (stage.toVus() - stage.fromVus()) * share;
        assertThat(Math.abs(vus - line)).isLessThan(1.01);
        assertThat(Integer.signum(vus - last))
            .isIn(0, Integer.signum(stage.toVus() - stage.fromVus()));
        assertThat(vus).isBetween(0, executor.maxVus());
        last = vus;
      }
    }
  }

  @Property(tries = 200)
  void nobodyRunsBeforeTheStartOrFromTheEndOn(@ForAll("ramping") RampingVus executor) {
    assertThat(executor.targetVus(-1)).isZero();
    assertThat(executor.targetVus(0)).isEqualTo(executor.stageAt(0).fromVus());
    assertThat(executor.targetVus(executor.lengthNanos())).isZero();
  }

  @Property(tries = 300)
  void mixDrawsByWeight(@ForAll("weights") List<Double> weights) {
    var entries = new ArrayList<WeightedMix.Entry>();
    for (double weight : weights) {
      entries.add(new WeightedMix.Entry(entries.size(), weight));
    }
    var mix = new WeightedMix(entries);
    double sum = weights.stream().mapToDouble(Double::doubleValue).sum();
    int[] drawn = new int[weights.size()];
    int draws = 10_000;
    for (int i = 0; i < draws; i++) {
      drawn[mix.pick((i + 0.5) / draws)]++;
    }
    for (int i = 0; i < drawn.length; i++) {
      assertThat(drawn[i] / (double) draws).isCloseTo(weights.get(i) / sum, within(2e-4));
    }
  }

  private static Offset<Double> within(double offset) {
    return Offset.offset(offset);
  }

  @Provide
  Arbitrary<List<Double>> weights() {
    return Arbitraries.doubles()
        .between(0, 1_000)
        .ofScale(3)
        .list()
        .ofMinSize(1)
        .ofMaxSize(8)
        .filter(list -> list.stream().anyMatch(w -> w > 0));
  }

  @Property
  void durationsRoundTrip(@ForAll("nanos") long nanos) {
    Duration duration = Duration.ofNanos(nanos);
    assertThat(Durations.parse(Durations.format(duration))).isEqualTo(duration);
  }

  @Provide
  Arbitrary<Long> nanos() {
    return Arbitraries.longs().between(0, Durations.MAX.toNanos());
  }

  @Property
  void jsonPointerTokensRoundTrip(@ForAll List<String> tokens) {
    var text = new StringBuilder();
    tokens.forEach(t -> text.append('/').append(t.replace("~", "~0").replace("/", "~1")));
    assertThat(JsonPointer.parse(text.toString()).tokens()).isEqualTo(tokens);
  }
}
