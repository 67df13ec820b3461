package dev.pulse.integration.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.reporter.verdict.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What Grafana accepts silently and should not. */
class DashboardsTest {
  private static final Set<String> PANELS = Set.of("timeseries", "stat", "table", "trend");
  private static final Set<String> BUILT_IN =
      Set.of(
          "timeFilter",
          "__interval",
          "tag_request",
          "tag_scenario",
          "tag_stage",
          "tag_agent",
          "tag_label");
  private static final Pattern QUOTED = Pattern.compile("\"(\\w+)\"");
  private static final Pattern QUOTED_OR_QUANTILE =
      Pattern.compile("\"([a-z]+_)\\$\\{quantile}(_[a-z]+)\"");
  private static final Pattern MEASUREMENT = Pattern.compile("FROM \"(\\w+)\"");
  private static final Pattern ALIAS = Pattern.compile("AS \"(\\w+)\"");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)");

  @Test
  void theFiveDashboardsAreThereEachWithItsOwnUid() throws Exception {
    var boards = Dashboards.all();

    assertThat(boards.keySet())
        .containsExactly(
            "compare-runs.json",
            "kubernetes.json",
            "load-test.json",
            "postgresql.json",
            "redis.json");
    assertThat(boards.values().stream().map(board -> board.path("uid").asText()))
        .doesNotHaveDuplicates()
        .allMatch(uid -> uid.matches("pulse-[a-z-]{1,34}"));
    assertThat(boards.values().stream().map(board -> board.path("title").asText()))
        .doesNotHaveDuplicates()
        .doesNotContain("");
  }

  @Test
  void everyPanelIsOfAKnownTypeAndSaysWhatItShows() throws Exception {
    for (var board : Dashboards.all().entrySet()) {
      var ids = new HashSet<Integer>();
      for (JsonNode panel : board.getValue().path("panels")) {
        String place = board.getKey() + ": " + panel.path("title").asText();
        assertThat(panel.path("type").asText()).as(place).isIn(PANELS);
        assertThat(ids.add(panel.path("id").asInt())).as(place).isTrue();
        assertThat(panel.path("title").asText()).as(place).isNotBlank();
        assertThat(panel.path("description").asText()).as(place).hasSizeGreaterThan(20);
        assertThat(panel.at("/fieldConfig/defaults/unit").asText()).as(place).isNotBlank();
        assertThat(panel.at("/fieldConfig/defaults/noValue").asText())
            .as(place)
            .contains("No data");
        assertThat(panel.path("targets")).as(place).isNotEmpty();
      }
      assertThat(ids).as(board.getKey()).isNotEmpty();
    }
  }

  @Test
  void everyDatasourceIsTheProvisionedOne() throws Exception {
    String provisioned = Checkout.text("grafana/provisioning/datasources/pulse.yaml");
    for (var board : Dashboards.all().entrySet()) {
      var sources = new ArrayList<>(board.getValue().findValues("datasource"));
      assertThat(sources).isNotEmpty();
      for (JsonNode source : sources) {
        assertThat(source.path("type").asText()).as(board.getKey()).isEqualTo("influxdb");
        assertThat(provisioned).contains("uid: " + source.path("uid").asText() + "\n");
      }
    }
  }

  @Test
  void criteriaAreDrawnWhereThereAreAny() throws Exception {
    for (var board : Dashboards.all().entrySet()) {
      for (JsonNode panel : board.getValue().path("panels")) {
        String place = board.getKey() + ": " + panel.path("title").asText();
        var steps = panel.at("/fieldConfig/defaults/thresholds/steps").findValuesAsText("value");
        String queries = String.join(" ", panel.path("targets").findValuesAsText("query"));
        if (queries.contains("\"response_")) {
          assertThat(steps).as(place).contains("500", "700");
        } else if (queries.contains("\"error_rate\"")) {
          assertThat(steps).as(place).contains("0.01", "0.02");
        } else if (queries.contains("'cpu_ratio'")) {
          assertThat(steps).as(place).contains("0.7");
        } else if (queries.contains("'memory_ratio'") || queries.contains("'connections_ratio'")) {
          assertThat(steps).as(place).contains("0.8");
        }
      }
    }
  }

  @Test
  void theNewestRunComesFirst() throws Exception {
    for (var board : Dashboards.all().entrySet()) {
      var variables = board.getValue().at("/templating/list");
      for (JsonNode variable : variables) {
        if (variable.path("query").asText().contains("\"run\"")
            && !variable.path("query").asText().contains("$run")) {
          // Descending; the name of a run begins with its time.
          assertThat(variable.path("sort").asInt()).as(board.getKey()).isEqualTo(2);
        }
      }
      assertThat(variables.findValuesAsText("name")).as(board.getKey()).contains("run");
    }
  }

  @Test
  void everyVerdictHasItsColour() throws Exception {
    for (JsonNode panel :
        Objects.requireNonNull(Dashboards.all().get("load-test.json")).path("panels")) {
      if ("Verdict".equals(panel.path("title").asText())) {
        var words = panel.at("/fieldConfig/defaults/mappings/0/options");
        for (Verdict verdict : Verdict.values()) {
          assertThat(words.path(verdict.name()).path("color").asText())
              .as(verdict.name())
              .isNotEmpty();
        }
        return;
      }
    }
    throw new AssertionError("no panel shows the verdict");
  }

  @Test
  void everyQueryAsksOnlyForWhatTheSchemaHas() throws Exception {
    var schema = SchemaPage.read().measurements();
    for (var statement : Dashboards.statements()) {
      String text = QUOTED_OR_QUANTILE.matcher(statement.text()).replaceAll("\"$1p99$2\"");
      var known = new HashSet<String>();
      MEASUREMENT
          .matcher(text)
          .results()
          .forEach(
              found -> {
                assertThat(schema).as(statement.place()).containsKey(found.group(1));
                known.add(found.group(1));
                known.addAll(Objects.requireNonNull(schema.get(found.group(1))).tags());
                known.addAll(Objects.requireNonNull(schema.get(found.group(1))).fields().keySet());
              });
      ALIAS.matcher(text).results().forEach(found -> known.add(found.group(1)));

      assertThat(known).as(statement.place()).isNotEmpty();
      assertThat(QUOTED.matcher(text).results().map(found -> found.group(1)))
          .as(statement.place())
          .isSubsetOf(known);
    }
  }

  @Test
  void everyVariableThatIsUsedIsDefined() throws Exception {
    for (var board : Dashboards.all().entrySet()) {
      List<String> defined = board.getValue().at("/templating/list").findValuesAsText("name");
      var known = new HashSet<>(BUILT_IN);
      known.addAll(defined);
      for (String key : List.of("query", "title", "alias")) {
        for (String text : board.getValue().findValuesAsText(key)) {
          assertThat(VARIABLE.matcher(text).results().map(found -> found.group(1)))
              .as(board.getKey() + ": " + text)
              .isSubsetOf(known);
        }
      }
    }
    assertThat(
            Objects.requireNonNull(Dashboards.all().get("load-test.json"))
                .at("/templating/list")
                .findValuesAsText("name"))
        .containsExactly("run", "scenario", "stage", "request", "quantile");
  }
}
