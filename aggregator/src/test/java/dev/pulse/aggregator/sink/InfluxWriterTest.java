package dev.pulse.aggregator.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.aggregator.sink.AnsweringServer.Answer;
import dev.pulse.protocol.SystemClock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class InfluxWriterTest {
  private static final List<String> LINES =
      IntStream.range(0, 100).mapToObj(i -> "intervals,run=r count=" + i + "i " + i).toList();

  private final List<String> refused = new ArrayList<>();

  private void write(AnsweringServer server) throws Exception {
    try (var writer =
        new InfluxWriter(
            server.target(), (line, reason) -> refused.add(line), SystemClock.wall())) {
      writer.write(LINES);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503})
  void passingTroubleIsWaitedOut(int status) throws Exception {
    try (var server = new AnsweringServer()) {
      write(server.first(Answer.of(status), Answer.of(status)));

      assertThat(server.written()).isEqualTo(LINES);
      assertThat(server.calls()).isEqualTo(3);
    }
  }

  @Test
  void askedPauseIsKeptWhetherInSecondsOrAsDate() throws Exception {
    var wall = SystemClock.wall();
    for (boolean asDate : new boolean[] {false, true}) {
      try (var server = new AnsweringServer()) {
        Instant before = wall.instant();
        String asked = asDate ? inTwoSeconds(before) : "1";
        write(server.first(new Answer(429, asked, "slow down")));

        assertThat(wall.instant()).as(asked).isAfter(before.plusMillis(900));
        assertThat(server.written()).isEqualTo(LINES);
      }
    }
  }

  /** A date has whole seconds, so that two are more than one. */
  private static String inTwoSeconds(Instant now) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(now.plusSeconds(2).atOffset(ZoneOffset.UTC));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 405})
  void whatAPersonMustMendEndsItLoudly(int status) throws Exception {
    try (var server = new AnsweringServer().then(lines -> Answer.of(status))) {
      assertThatThrownBy(() -> write(server))
          .isInstanceOf(SinkException.class)
          .hasMessageContaining(server.target().toString())
          .hasMessageContaining(Integer.toString(status))
          .hasMessageContaining("waits in Kafka")
          .hasMessageNotContaining("secret-token");
      assertThat(server.calls()).isEqualTo(1);
    }
  }

  @Test
  void unknownRetentionPolicyOf18IsForAPerson() throws Exception {
    var unknown = new Answer(500, "", "retention policy not found: weekly");
    try (var server = new AnsweringServer().then(lines -> unknown)) {
      assertThatThrownBy(() -> write(server))
          .isInstanceOf(SinkException.class)
          .hasMessageContaining("create the database or bucket");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 422})
  void badPointsAreFoundAndTheOthersWritten(int status) throws Exception {
    List<String> bad = List.of(LINES.get(0), LINES.get(41), LINES.get(42), LINES.get(99));
    try (var server =
        new AnsweringServer()
            .then(lines -> Answer.of(lines.stream().anyMatch(bad::contains) ? status : 204))) {
      write(server);

      assertThat(refused).isEqualTo(bad);
      assertThat(server.written())
          .containsExactlyElementsOf(LINES.stream().filter(line -> !bad.contains(line)).toList());
    }
  }

  @Test
  void tooLargeABatchIsHalved() throws Exception {
    try (var server =
        new AnsweringServer().then(lines -> Answer.of(lines.size() > 10 ? 413 : 204))) {
      write(server);

      assertThat(server.written()).isEqualTo(LINES);
      assertThat(refused).isEmpty();
    }
  }

  @Test
  void serverThatRefusesEverythingEndsInCountsNotInALoop() throws Exception {
    try (var server = new AnsweringServer().then(lines -> Answer.of(400))) {
      write(server);

      assertThat(refused).isEqualTo(LINES);
      assertThat(server.calls()).isEqualTo(2 * LINES.size() - 1);
    }
  }

  @Test
  void addressWithoutServerIsSaidBeforehand() throws Exception {
    var server = new AnsweringServer();
    server.close();
    try (var writer = new InfluxWriter(server.target(), (line, reason) -> {}, SystemClock.wall())) {
      assertThatThrownBy(writer::probe)
          .isInstanceOf(SinkException.class)
          .hasMessageContaining("does not answer");
    }
  }
}
