package dev.pulse.reporter.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.protocol.v1.ResourceSample;
import dev.pulse.reporter.run.RunData;
import dev.pulse.reporter.verdict.Criteria;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a reader sees of readings of the system under test. */
class ResourcesTest {
  private static ResourceSample.Builder at(RunData data, long second) {
    var start = data.startedAt().orElseThrow();
    return ResourceSample.newBuilder()
        .setRun(data.run())
        .setAtEpochMicros(start.plusSeconds(second).toEpochMilli() * 1_000);
  }

  private static void statement(RunData data, long second, double calls, double millis) {
    var reading = at(data, second).setSource("postgresql").putLabels("label", "SELECT slow");
    data.accept(reading.setSeries("statement_calls").setValue(calls).build());
    data.accept(reading.setSeries("statement_rows").setValue(calls).build());
    data.accept(reading.setSeries("statement_total_ms").setValue(millis).build());
  }

  private static String report(RunData data) throws Exception {
    return Report.of(List.of(data), Criteria.DEFAULT, Optional.empty())
        .markdown(ReportTemplate.standard());
  }

  @Test
  void statementsAreThoseOfTheRunAndOfItsSustainedStage() throws Exception {
    var data = new SyntheticRun("run-1").seconds(20, 40).data();
    statement(data, 20, 1_000, 1_000);
    statement(data, 60, 3_000, 9_000);
    statement(data, 80, 4_000, 10_000);

    String report = report(data);

    assertThat(report)
        .contains("time, in all or a call, whole run:")
        .contains("| `SELECT slow` | 4,000 | 2.50 | 10,000 | 4,000 | 1 | 1 |")
        .containsPattern("in all or a call, trading / [^\\n]+:")
        .contains("| `SELECT slow` | 2,000 | 4.00 | 8,000 | 2,000 | 1 | 1 |");
  }

  @Test
  void aGapThatWasFilledSaysSoAndItsReadingsCount() throws Exception {
    var data = new SyntheticRun("run-1").data();
    var up = at(data, 1).setSource("prometheus").setSeries("load").putLabels("label", "node");
    up.putLabels("name", "cluster");
    data.accept(up.setValue(1).build());
    data.accept(
        at(data, 2).setSource("prometheus").setGap("refused").putLabels("name", "cluster").build());
    long filledMicros = at(data, 2).getAtEpochMicros();
    var filled =
        up.setAtEpochMicros(filledMicros).setValue(3).putLabels("filled", "afterwards").build();
    data.accept(filled);
    data.accept(filled);

    assertThat(report(data))
        .contains(
            "Not measured 1 times: cluster: refused; filled afterwards with 1 readings that the"
                + " source had kept of that time")
        .contains("| prometheus node | load | 1.0 | 2.0 | 3.0 | 2 |");
  }
}
