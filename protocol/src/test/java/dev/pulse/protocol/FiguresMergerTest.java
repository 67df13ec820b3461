package dev.pulse.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.protocol.v1.Figures;
import dev.pulse.protocol.v1.NameCount;
import dev.pulse.protocol.v1.SlowSample;
import dev.pulse.protocol.v1.ValueCount;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FiguresMergerTest {
  @Property(tries = 50)
  void theOrderOfMergingDoesNotShow(@ForAll long seed) throws InvalidRecordException {
    var parts = new ArrayList<Figures>();
    for (int i = 0; i < 7; i++) {
      parts.add(figures(new Random(seed + i)));
    }
    var atOnce = FiguresMerger.merge(parts);

    Collections.shuffle(parts, new Random(seed));
    var oneByOne = parts.get(0);
    for (var part : parts.subList(1, parts.size())) {
      oneByOne = FiguresMerger.merge(oneByOne, part);
    }

    assertThat(oneByOne.toByteString()).isEqualTo(atOnce.toByteString());
  }

  @Test
  void countsAreAdded() throws InvalidRecordException {
    var a = Figures.newBuilder().setSamples(3).addOutcomes(2).addOutcomes(1).setBytesIn(10);
    var b = Figures.newBuilder().setSamples(2).addOutcomes(2).setBytesIn(5);
    a.addStatuses(ValueCount.newBuilder().setValue(200).setCount(2));
    b.addStatuses(ValueCount.newBuilder().setValue(200).setCount(2));
    b.addErrors(NameCount.newBuilder().setName("timeout").setCount(1));

    var merged = FiguresMerger.merge(a.build(), b.build());

    assertThat(merged.getSamples()).isEqualTo(5);
    assertThat(merged.getOutcomesList()).containsExactly(4L, 1L);
    assertThat(merged.getStatuses(0).getCount()).isEqualTo(4);
    assertThat(merged.getErrors(0).getName()).isEqualTo("timeout");
    assertThat(merged.getBytesIn()).isEqualTo(15);
  }

  @Test
  void theTenSlowestOfAllAreKept() throws InvalidRecordException {
    var parts = new ArrayList<Figures>();
    for (int part = 0; part < 3; part++) {
      var figures = Figures.newBuilder();
      for (int i = 10; i > 0; i--) {
        figures.addSlowest(SlowSample.newBuilder().setResponseMicros(100L * i + part));
      }
      parts.add(figures.build());
    }

    List<Long> slowest =
        FiguresMerger.merge(parts).getSlowestList().stream()
            .map(SlowSample::getResponseMicros)
            .toList();

    assertThat(slowest)
        .containsExactly(1002L, 1001L, 1000L, 902L, 901L, 900L, 802L, 801L, 800L, 702L);
  }

  private static Figures figures(Random random) {
    var figures = Figures.newBuilder().setSamples(random.nextInt(1_000));
    for (int i = random.nextInt(4); i >= 0; i--) {
      figures.addOutcomes(1 + random.nextInt(9)).addCheckFailures(1 + random.nextInt(9));
      figures.addErrors(NameCount.newBuilder().setName("e" + i).setCount(1));
      figures.addSlowest(
          SlowSample.newBuilder().setResponseMicros(random.nextInt(20)).setSequence(i));
    }
    long[] micros = random.longs(20, 0, 10_000).toArray();
    return figures
        .setResponse(LatencyHistogram.of(micros).toProto())
        .setWait(LatencyHistogram.of(micros).toProto())
        .build();
  }
}
