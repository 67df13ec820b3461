package dev.pulse.reporter.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.protocol.SampleBatchDecoder;
import dev.pulse.protocol.SampleBatchEncoder;
import dev.pulse.protocol.TraceId;
import dev.pulse.reporter.run.RunFixture;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WriterTest {

  private static String export(ExportFormat format) throws Exception {
    var run = new RunFixture("r-1", 1).threshold("http_req_duration", "p(99)<500", false);
    var out = new ByteArrayOutputStream();
    var writer = format.writer(run.ok(0, 3, 20_500).data(), out);
    byte[] batch = SampleFixture.batch(new SampleBatchEncoder(), "r-1", 0, 0, 3);
    var block = new SampleBatchDecoder().decode(batch);
    for (int row = 0; row < block.columns().count; row++) {
      writer.write(block, row);
    }
    writer.finish();
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aCsvRowIsASample() throws Exception {
    var lines = export(ExportFormat.CSV).lines().toList();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).isEqualTo(String.join(",", CsvWriter.COLUMNS));
    assertThat(lines.get(1))
        .isEqualTo(
            "a1,1,0,0,2026-01-01T00:00:00Z,baseline,1 hold 100,portfolio,1,0,tenant1,0,250,20500,"
                + "20750,0,0,0,0,0,connection refused,\"connection \"\"refused\"\", twice\",1000,"
                + "200,portfolio status 200;portfolio latency <500ms,"
                + TraceId.ofRequest("r-1", "a1", 1, 0, 1, 0));
  }

  @Test
  void k6LinesDeclareEachMetricBeforeItsPoints() throws Exception {
    var declared = new ArrayList<String>();
    for (JsonNode line : k6Lines()) {
      String metric = line.get("metric").asText();
      if (line.get("type").asText().equals("Metric")) {
        declared.add(metric);
      } else {
        assertThat(declared).contains(metric);
      }
    }
    assertThat(declared).doesNotHaveDuplicates().contains("http_req_duration", "trade_latency");
  }

  @Test
  void k6PointsHaveTheShapeThatItsReadersExpect() throws Exception {
    var declaration = k6Lines().get(1);
    assertThat(declaration.toString())
        .isEqualTo(
            "{\"type\":\"Metric\",\"data\":{\"name\":\"http_req_duration\",\"type\":\"trend\","
                + "\"contains\":\"time\",\"thresholds\":[\"p(99)<500\"],\"submetrics\":null},"
                + "\"metric\":\"http_req_duration\"}");
    var duration = points("http_req_duration");
    assertThat(duration).hasSize(1);
    assertThat(duration.get(0).toString())
        .isEqualTo(
            "{\"metric\":\"http_req_duration\",\"type\":\"Point\",\"data\":{\"time\":"
                + "\"2026-01-01T00:00:00.020751Z\",\"value\":20.5,\"tags\":{"
                + "\"expected_response\":\"true\",\"group\":\"\",\"method\":\"POST\","
                + "\"name\":\"trade\",\"scenario\":\"baseline\",\"stage\":\"1 hold 100\","
                + "\"status\":\"200\",\"tenant\":\"tenant1\","
                + "\"url\":\"http://localhost:8000/trades\"}}}");
  }

  @Test
  void k6PointsAddUpToTheSamples() throws Exception {
    assertThat(points("http_reqs")).hasSize(2);
    assertThat(points("dropped_iterations")).hasSize(1);
    assertThat(values("http_req_failed")).containsExactly(1, 0);
    assertThat(values("checks")).containsExactly(0, 0, 1, 1);
    assertThat(values("data_received")).containsExactly(1_000, 1_000);
    assertThat(values("vus")).contains(100);
  }

  private static List<Integer> values(String metric) throws Exception {
    return points(metric).stream().map(point -> point.at("/data/value").asInt()).toList();
  }

  private static List<JsonNode> points(String metric) throws Exception {
    return k6Lines().stream()
        .filter(line -> line.get("type").asText().equals("Point"))
        .filter(line -> line.get("metric").asText().equals(metric))
        .toList();
  }

  private static List<JsonNode> k6Lines() throws Exception {
    var lines = new ArrayList<JsonNode>();
    for (String line : export(ExportFormat.JSON).lines().toList()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }
}
