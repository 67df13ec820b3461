package dev.pulse.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.protocol.v1.AggregateRecord;
import dev.pulse.protocol.v1.ControlRecord;
import dev.pulse.protocol.v1.Figures;
import dev.pulse.protocol.v1.IntervalSummary;
import dev.pulse.protocol.v1.ResourceSample;
import dev.pulse.protocol.v1.RunPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Records written by earlier versions, kept for ever: what stands in a topic today must be read by
 * every later version. A missing file is written by {@code -Dfixtures.write=true}; an existing one
 * is never overwritten.
 */
class WireFormatFixtureTest {
  private static final Path FOLDER = Path.of("src/test/resources/wire-format/v1");

  @Test
  void sampleBatchOfVersion1IsReadAndWrittenUnchanged() throws Exception {
    var columns = SampleBatches.columns(1, 100, 17);
    byte[] written =
        new SampleBatchEncoder().encode(SampleBatches.header(17), SampleBatches.NAMES, columns);

    byte[] fixture = fixture("sample-batch.bin", written);
    var block = new SampleBatchDecoder().decode(fixture);

    assertThat(block.header()).isEqualTo(SampleBatches.header(17));
    assertThat(block.columns().count).isEqualTo(100);
    assertThat(block.columns().endMicros(99)).isEqualTo(17_990_000);
    assertThat(written).isEqualTo(fixture);
  }

  @Test
  void controlRecordOfVersion1IsRead() throws Exception {
    var plan =
        ControlRecord.newBuilder()
            .setSchema(1)
            .setRun("20261123-210312-baseline")
            .setAtEpochMicros(1_795_000_000_000_000L)
            .setPlan(RunPlan.newBuilder().setTitle("baseline").setSeed(42).setExpectedAgents(1))
            .build();

    assertThat(Records.control(fixture("control-plan.bin", plan.toByteArray()))).isEqualTo(plan);
  }

  @Test
  void intervalSummaryOfVersion1IsRead() throws Exception {
    var figures =
        Figures.newBuilder()
            .setSamples(3)
            .addOutcomes(3)
            .setResponse(LatencyHistogram.of(900, 1_000, 250_000).toProto());
    var summary =
        AggregateRecord.newBuilder()
            .setSchema(1)
            .setRun("20261123-210312-baseline")
            .setInterval(
                IntervalSummary.newBuilder()
                    .setScenario("baseline")
                    .setStage("2 hold 100")
                    .setRequest("portfolio")
                    .setInterval(17)
                    .setIntervalMicros(1_000_000)
                    .setFigures(figures))
            .build();

    var read = Records.aggregate(fixture("interval-summary.bin", summary.toByteArray()));

    assertThat(read).isEqualTo(summary);
    var response = LatencyHistogram.fromProto(read.getInterval().getFigures().getResponse());
    assertThat(response.valueAtPercentile(99)).isEqualTo(250_000);
  }

  @Test
  void eventOfTheSystemUnderTestOfVersion1IsRead() throws Exception {
    var event =
        ResourceSample.newBuilder()
            .setSchema(1)
            .setRun("20261123-210312-baseline")
            .setSource("kubernetes")
            .setSeries("scaling")
            .setAtEpochMicros(1_795_000_000_000_000L)
            .putLabels("label", "hpa/api")
            .setEvent("SuccessfulRescale: New size: 4")
            .build();

    assertThat(Records.resource(fixture("resource-event.bin", event.toByteArray())))
        .isEqualTo(event);
  }

  private static byte[] fixture(String name, byte[] current) throws IOException {
    Path file = FOLDER.resolve(name);
    if (Boolean.getBoolean("fixtures.write") && Files.notExists(file)) {
      Files.write(file, current);
    }
    return Files.readAllBytes(file);
  }
}
