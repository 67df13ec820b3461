package dev.pulse.integration.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every statement of the dashboards on a real InfluxDB that holds what the schema describes. */
class DashboardQueriesTest {
  private static final String RUN = "20260101-120000-baseline";
  private static final long FROM = 1_767_268_800L;
  private static final String RANGE = "time >= 1767268800000ms AND time <= 1767268860000ms";

  @TempDir private Path folder;

  @Test
  void everyStatementReturnsDataOfTheRunThatIsChosenAndNoneOfAnother() throws Exception {
    try (var influx = InfluxServer.start(folder)) {
      influx.write(SchemaPage.read().points(RUN, FROM));
      var statements = Dashboards.statements();

      assertThat(statements).hasSizeGreaterThan(40);
      for (var statement : statements) {
        assertThat(rows(influx, statement, RUN)).as(statement.place()).isPositive();
        if (statement.text().contains("$run")) {
          assertThat(rows(influx, statement, "no-such-run")).as(statement.place()).isZero();
        }
      }
    }
  }

  private static int rows(InfluxServer influx, Dashboards.Statement statement, String run)
      throws Exception {
    String text = Dashboards.filled(statement.text(), InfluxServer.oneRun(run), RANGE);
    var result = influx.query(text);
    assertThat(result.path("error").asText()).as(statement.place() + ": " + text).isEmpty();
    int rows = 0;
    for (var series : result.path("series")) {
      rows += series.path("values").size();
    }
    return rows;
  }
}
