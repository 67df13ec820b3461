package dev.pulse.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelTest {
  private static final long SECOND = 1_000_000_000L;

  private record Vu(String user, @Nullable String token) implements TemplateValues {
    @Override
    public CharSequence user(int column) {
      return user;
    }

    @Override
    public @Nullable CharSequence extracted(int slot) {
      return token;
    }

    @Override
    public int vu() {
      return 7;
    }

    @Override
    public int iteration() {
      return 3;
    }
  }

  /** The steps that k6 plans for 0→4 in 8 s, hold 2 s, →0 in 8 s. */
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1.999, 0",
    "2, 1",
    "3.999, 1",
    "4, 2",
    "6, 3",
    "7.999, 3",
    "8, 4",
    "9.999, 4",
    "10, 4",
    "11.999, 4",
    "12, 3",
    "14, 2",
    "16, 1",
    "17.999, 1",
    "18, 0"
  })
  void vusStepWhenK6Steps(double seconds, int vus) {
    var executor =
        new RampingVus(
            0,
            List.of(
                new Ramp(Duration.ofSeconds(8), 4),
                new Ramp(Duration.ofSeconds(2), 4),
                new Ramp(Duration.ofSeconds(8), 0)),
            Duration.ZERO);
    assertThat(executor.targetVus(Math.round(seconds * SECOND))).isEqualTo(vus);
  }

  @Test
  void stageOfNoLengthJumps() {
    var executor =
        new RampingVus(
            1,
            List.of(new Ramp(Duration.ZERO, 50), new Ramp(Duration.ofSeconds(10), 50)),
            Duration.ZERO);
    assertThat(executor.targetVus(0)).isEqualTo(50);
    assertThat(executor.stageAt(0).name()).isEqualTo("2 hold 50");
  }

  @Test
  void gracefulStopBelongsToTheLastStage() {
    var executor = new ConstantVus(5, Duration.ofSeconds(10));
    assertThat(executor.stageAt(12 * SECOND).name()).isEqualTo("1 hold 5");
    assertThat(executor.targetVus(12 * SECOND)).isZero();
  }

  @Test
  void largestRampDoesNotOverflow() {
    var executor =
        new RampingVus(0, List.of(new Ramp(Durations.MAX, Executor.MAX_VUS)), Duration.ZERO);
    assertThat(executor.targetVus(Durations.MAX.toNanos() / 2)).isEqualTo(Executor.MAX_VUS / 2);
  }

  @Test
  void iterationsAreCountedOverAllVus() {
    assertThat(new SharedIterations(5, 20, Duration.ofMinutes(1)).totalIterations()).isEqualTo(20);
    assertThat(new PerVuIterations(5, 20, Duration.ofMinutes(1)).totalIterations()).isEqualTo(100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "s", "1 s", "-1s", "1x", "1s2", "1e3s", "31d", "١s", "1.s"})
  void whatIsNoDurationIsRefused(String typed) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Durations.parse(typed))
        .withMessageStartingWith("must be a duration");
  }

  @ParameterizedTest
  @CsvSource({"0,0", "500ms,500", "1m30s,90000", "1.5s,1500", "1h,3600000", "0.5m,30000"})
  void durationsReadAsInK6(String typed, long millis) {
    assertThat(Durations.parse(typed)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, 'a\"/\n&é'",
    "PATH, a%22%2F%0A%26%C3%A9",
    "HEADER, 'a\"/&é'",
    "JSON, 'a\\\"/\\u000A&é'"
  })
  void valuesAreMadeSafeForTheirPlace(Escaping escaping, String expected) {
    var template = new Template("${user.a}", escaping, List.of(new Template.UserValue("a", 0)));
    assertThat(template.render(new Vu("a\"/\n&é", null))).contains(expected);
  }

  @Test
  void literalsAreNotEscaped() {
    var template =
        new Template(
            "/a?b=${token}&vu=${vu}.${iteration}",
            Escaping.PATH,
            List.of(
                new Template.Literal("/a?b="),
                new Template.Extracted("token", 0),
                new Template.Literal("&vu="),
                new Template.VuNumber(),
                new Template.Literal("."),
                new Template.IterationNumber()));
    assertThat(template.render(new Vu("", "x y"))).contains("/a?b=x%20y&vu=7.3");
    assertThat(template.isConstant()).isFalse();
  }

  @Test
  void variableWithoutAValueIsNamed() {
    var template =
        new Template("${token}", Escaping.HEADER, List.of(new Template.Extracted("token", 0)));
    assertThat(template.appendTo(new StringBuilder(), new Vu("", null))).isEqualTo("token");
    assertThat(template.render(new Vu("", null))).isEmpty();
  }

  @Test
  void secretsArePrintedByNobody() {
    var redaction = Redaction.of(List.of("hunter2", "hunter2-long"));
    assertThat(redaction.apply("a hunter2-long b hunter2 c")).isEqualTo("a *** b *** c");
    assertThat(redaction.toString()).doesNotContain("hunter2");
    var users = new UserPool(List.of("password"), List.of(List.of("hunter2")));
    assertThat(users.toString()).doesNotContain("hunter2");
    var template =
        new Template("${API_KEY}", Escaping.HEADER, List.of(new Template.Literal("hunter2")));
    assertThat(template + " " + template.parts()).doesNotContain("hunter2");
  }

  @ParameterizedTest
  @CsvSource({"API_KEY,true", "dbPassword,true", "AUTH_TOKEN,true", "BASE_URL,false", "VUS,false"})
  void secretsAreKnownByTheirNames(String name, boolean secret) {
    assertThat(Redaction.isSecretName(name)).isEqualTo(secret);
  }

  @Test
  void usersAreTakenInTurn() {
    var users = new UserPool(List.of("a"), List.of(List.of("x"), List.of("y")));
    assertThat(List.of(users.rowOfVu(1), users.rowOfVu(2), users.rowOfVu(3)))
        .containsExactly(0, 1, 0);
  }

  @Test
  void thinkTimeStaysWithinItsBounds() {
    var range = new ThinkTime(Duration.ofMillis(500), Duration.ofMillis(1500));
    assertThat(range.nanos(0)).isEqualTo(SECOND / 2);
    assertThat(range.nanos(0.5)).isEqualTo(SECOND);
    assertThat(range.nanos(Math.nextDown(1.0))).isLessThanOrEqualTo(SECOND * 3 / 2);
  }

  @Test
  void statusSetsHoldTheirRanges() {
    var set = new StatusSet(List.of(new StatusSet.Range(200, 299), new StatusSet.Range(404, 404)));
    assertThat(List.of(set.contains(199), set.contains(200), set.contains(404)))
        .containsExactly(false, true, true);
    assertThat(set).hasToString("200-299,404");
  }
}
