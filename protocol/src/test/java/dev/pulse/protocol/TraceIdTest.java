package dev.pulse.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class TraceIdTest {
  @Test
  void traceparentCarriesTheTraceIdOfTheSample() {
    byte[] header = new byte[TraceId.TRACEPARENT_BYTES];
    long key = TraceId.requestKey(3, 42_000_000);
    TraceId.writeTraceparent(TraceId.streamHalf("run", "agent", 9, 1), key, header, 0);

    assertThat(new String(header, StandardCharsets.US_ASCII))
        .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01")
        .startsWith("00-" + TraceId.ofRequest("run", "agent", 9, 1, 3, 42_000_000));
  }

  @Test
  void requestsAndStreamsHaveIdsOfTheirOwn() {
    var ids = new HashSet<String>();
    for (int stream = 0; stream < 4; stream++) {
      for (int request = 0; request < 2_000; request++) {
        ids.add(TraceId.ofRequest("run", "agent", 9, stream, 1 + request % 20, request / 20));
      }
    }
    ids.add(TraceId.ofRequest("run", "agent", 10, 0, 1, 0));

    assertThat(ids).hasSize(8_001);
  }

  @Test
  void anIdIsStableOverVersions() {
    assertThat(TraceId.ofRequest("20261123-210312-baseline", "local", 1, 0, 1, 1_000))
        .isEqualTo("df3baec33cc324df0775cd1c80a221d4");
  }
}
