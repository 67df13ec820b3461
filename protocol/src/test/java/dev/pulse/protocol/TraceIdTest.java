package dev.pulse.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class TraceIdTest {
  @Test
  void traceparentCarriesTheTraceIdOfTheSample() {
    byte[] header = new byte[TraceId.TRACEPARENT_BYTES];
    TraceId.writeTraceparent(TraceId.streamHalf("run", "agent", 9, 1), 42, header, 0);

    assertThat(new String(header, StandardCharsets.US_ASCII))
        .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01")
        .startsWith("00-" + TraceId.of("run", "agent", 9, 1, 42));
  }

  @Test
  void samplesAndStreamsHaveIdsOfTheirOwn() {
    var ids = new HashSet<String>();
    for (int stream = 0; stream < 4; stream++) {
      for (long sequence = 0; sequence < 2_000; sequence++) {
        ids.add(TraceId.of("run", "agent", 9, stream, sequence));
      }
    }
    ids.add(TraceId.of("run", "agent", 10, 0, 0));

    assertThat(ids).hasSize(8_001);
  }

  @Test
  void anIdIsStableOverVersions() {
    assertThat(TraceId.of("20261123-210312-baseline", "local", 1, 0, 0))
        .isEqualTo("df3baec33cc324df5692161d100b05e5");
  }
}
