package dev.pulse.generator.http;

import static dev.pulse.generator.LoadTests.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.generator.LoadTests;
import dev.pulse.generator.Rig;
import dev.pulse.generator.TestTarget;
import dev.pulse.protocol.Outcome;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  @TempDir Path folder;

  private static List<Rig.Row> run(URI url, boolean insecure) throws Exception {
    return Rig.run(
        LoadTests.of(url)
            .requests(get("a", "/"), get("b", "/"))
            .http(LoadTests.options(100_000, 10, insecure))
            .build());
  }

  @Test
  void untrustedCertificateIsRefused() throws Exception {
    try (var target = new TestTarget(SelfSigned.socket(folder), "https")) {
      target.on("/", TestTarget.answer(200, "{}"));
      var rows = run(target.url(), false);
      assertThat(rows).extracting(Rig.Row::outcome).containsOnly(Outcome.TLS);
      assertThat(rows).extracting(Rig.Row::error).containsOnly("certificate not trusted");
      assertThat(target.count()).isZero();
    }
  }

  @Test
  void untrustedCertificateIsTakenWhereToldSoAndTheHandshakeIsTimed() throws Exception {
    try (var target = new TestTarget(SelfSigned.socket(folder), "https")) {
      target.on("/", TestTarget.answer(200, "{}"));
      var rows = run(target.url(), true);
      assertThat(rows).extracting(Rig.Row::outcome).containsOnly(Outcome.OK);
      assertThat(rows.get(0).tlsMicros()).isPositive();
      assertThat(rows.get(1).tlsMicros()).isZero();
      assertThat(target.connections()).isEqualTo(1);
    }
  }

  @Test
  void serverThatSpeaksNoTlsIsTls() throws Exception {
    try (var target = new TestTarget()) {
      var rows = run(URI.create("https://127.0.0.1:" + target.url().getPort()), true);
      assertThat(rows).extracting(Rig.Row::outcome).containsOnly(Outcome.TLS);
    }
  }
}
