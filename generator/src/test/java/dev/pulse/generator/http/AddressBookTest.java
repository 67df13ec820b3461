package dev.pulse.generator.http;

import static dev.pulse.generator.LoadTests.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.generator.LoadTests;
import dev.pulse.generator.Rig;
import dev.pulse.generator.TestTarget;
import dev.pulse.protocol.Outcome;
import dev.pulse.scenario.PerVuIterations;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class AddressBookTest {
  private static final byte[] LOOPBACK_6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

  private static final InetAddress FOUR = InetAddress.getLoopbackAddress();

  @Test
  void localhostMeansIpv4ForEveryVu() throws Exception {
    try (var target = new TestTarget()) {
      assertThat(outcomesByName(target)).containsOnly(Outcome.OK);
    }
  }

  @Test
  void localhostMeansIpv6WhereNothingListensOnIpv4() throws Exception {
    var six = InetAddress.getByAddress("localhost", LOOPBACK_6);
    Assumptions.assumeTrue(
        java.util.List.of(InetAddress.getAllByName("localhost")).contains(six),
        "localhost has no IPv6 address on this machine");
    try (var target = new TestTarget(new ServerSocket(0, 50, six), "http")) {
      assertThat(outcomesByName(target)).containsOnly(Outcome.OK);
    }
  }

  private static java.util.List<Outcome> outcomesByName(TestTarget target) throws Exception {
    target.on("/", TestTarget.answer(200, "{}"));
    URI url = URI.create("http://localhost:" + target.url().getPort());
    return Rig.run(
            LoadTests.of(url)
                .requests(get("a", "/"))
                .executor(new PerVuIterations(4, 2, Duration.ofSeconds(20)))
                .build())
        .stream()
        .map(Rig.Row::outcome)
        .toList();
  }

  @Test
  void aTargetThatGoesDownAfterItAnsweredKeepsItsAddress() throws Exception {
    var book = twoFamilies();
    book.confirm("host");
    assertThat(book.fallBack("host", FOUR)).isFalse();
    assertThat(book.known("host")).containsExactly(FOUR);
  }

  @Test
  void refusalBeforeAnythingConnectedLeadsToTheOtherFamilyOnce() throws Exception {
    var book = twoFamilies();
    assertThat(book.fallBack("host", FOUR)).isTrue();
    assertThat(book.known("host")).containsExactly(InetAddress.getByAddress(LOOPBACK_6));
    assertThat(book.fallBack("host", InetAddress.getByAddress(LOOPBACK_6))).isFalse();
  }

  private static AddressBook twoFamilies() throws Exception {
    var book = new AddressBook();
    book.remember("host", InetAddress.getByAddress(LOOPBACK_6), FOUR);
    assertThat(book.known("host")).containsExactly(FOUR);
    return book;
  }
}
