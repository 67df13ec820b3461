package dev.pulse.generator.http;

import static dev.pulse.generator.LoadTests.get;
import static dev.pulse.generator.TestTarget.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.generator.LoadTests;
import dev.pulse.generator.Rig;
import dev.pulse.generator.TestTarget;
import dev.pulse.protocol.Outcome;
import dev.pulse.scenario.Check;
import dev.pulse.scenario.Header;
import dev.pulse.scenario.Request;
import dev.pulse.scenario.StatusSet;
import dev.pulse.scenario.Template;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedirectTest {
  private TestTarget target;

  @BeforeEach
  void startTarget() throws IOException {
    target = new TestTarget();
  }

  @AfterEach
  void stopTarget() throws IOException {
    target.close();
  }

  private static Request post(String path) {
    return LoadTests.request(
        "write",
        "POST",
        Template.constant(path),
        List.of(new Header("Authorization", Template.constant("Bearer t"))),
        Template.constant("{\"a\":1}"));
  }

  private List<Rig.Row> run(Request request) throws Exception {
    return Rig.run(LoadTests.of(target.url()).requests(request).build());
  }

  @Test
  void eachHopIsASampleAndOnlyTheLastIsJudged() throws Exception {
    target
        .on("/a", answer(302, "", "Location: /b?x=1"))
        .on("/b", answer(301, "", "Location: " + target.url() + "/c"))
        .on("/c", answer(200, "{}"));
    var is200 = new Check.Status("is 200", new StatusSet(List.of(new StatusSet.Range(200, 200))));
    var rows = run(get("a", "/a", is200));
    assertThat(rows)
        .extracting(Rig.Row::outcome)
        .containsExactly(Outcome.REDIRECTED, Outcome.REDIRECTED, Outcome.OK);
    assertThat(rows).extracting(Rig.Row::failedChecks).containsOnly(0L);
    assertThat(rows.get(1).intendedStartMicros()).isEqualTo(rows.get(0).endMicros());
    assertThat(target.connections()).isEqualTo(1);
    assertThat(target.received()).extracting(TestTarget.Received::path).contains("/b?x=1");
  }

  @Test
  void foundTurnsAPostIntoAGetWithoutBody() throws Exception {
    target.on("/a", answer(302, "", "Location: /b")).on("/b", answer(200, "{}"));
    run(post("/a"));
    var last = target.received().stream().reduce((first, second) -> second).orElseThrow();
    assertThat(last.method()).isEqualTo("GET");
    assertThat(last.body()).isEmpty();
    assertThat(last.headers()).containsEntry("authorization", "Bearer t");
  }

  @Test
  void temporaryRedirectKeepsMethodAndBody() throws Exception {
    target.on("/a", answer(307, "", "Location: /b")).on("/b", answer(200, "{}"));
    run(post("/a"));
    var last = target.received().stream().reduce((first, second) -> second).orElseThrow();
    assertThat(last.method()).isEqualTo("POST");
    assertThat(last.body()).isEqualTo("{\"a\":1}");
  }

  @Test
  void anotherOriginGetsNoCredentials() throws Exception {
    try (var other = new TestTarget()) {
      other.on("/b", answer(200, "{}"));
      target.on("/a", answer(307, "", "Location: " + other.url() + "/b"));
      assertThat(run(post("/a")))
          .extracting(Rig.Row::outcome)
          .containsExactly(Outcome.REDIRECTED, Outcome.OK);
      assertThat(other.received().element().headers()).doesNotContainKey("authorization");
    }
  }

  @Test
  void anEndlessLoopEndsAfterTheMostHopsWithTheLastAnswer() throws Exception {
    target.on("/a", answer(302, "", "Location: /a"));
    var rows = run(get("a", "/a"));
    assertThat(rows).hasSize(11);
    assertThat(rows.get(10).outcome()).isEqualTo(Outcome.OK);
    assertThat(rows.get(10).status()).isEqualTo(302);
  }

  @Test
  void aPublicHostIsNotLoadedThroughARedirect() throws Exception {
    target.on("/a", answer(302, "", "Location: http://192.0.2.1/"));
    var rows = run(get("a", "/a"));
    assertThat(rows)
        .extracting(Rig.Row::outcome)
        .containsExactly(Outcome.REDIRECTED, Outcome.SETUP_FAILED);
    assertThat(rows.get(1).error()).isEqualTo("redirect to a host that is not allowed");
  }

  @Test
  void aLocationThatIsNoAddressIsSetupFailed() throws Exception {
    target.on("/a", answer(302, "", "Location: ftp://x/%%%"));
    assertThat(run(get("a", "/a")))
        .extracting(Rig.Row::outcome)
        .containsExactly(Outcome.REDIRECTED, Outcome.SETUP_FAILED);
  }
}
