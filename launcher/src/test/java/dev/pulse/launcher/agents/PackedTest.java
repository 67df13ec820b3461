package dev.pulse.launcher.agents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PackedTest {
  @Test
  void whatIsPackedIsTheSameAgain() throws IOException {
    byte[] bytes = "tenant,email\nacme,a@example.org\n".repeat(1_000).getBytes(UTF_8);

    var packed = Packed.pack(bytes);

    assertThat(packed.size()).isLessThan(bytes.length / 10);
    assertThat(Packed.unpack(packed, bytes.length)).isEqualTo(bytes);
  }

  @Test
  void aBombIsRefusedBeforeItIsLarge() {
    var packed = Packed.pack(new byte[10 << 20]);

    assertThatThrownBy(() -> Packed.unpack(packed, 1_000))
        .isInstanceOf(IOException.class)
        .hasMessage("more than 1000 bytes");
    assertThatThrownBy(() -> Packed.unpack(ByteString.copyFromUtf8("no gzip"), 1_000))
        .isInstanceOf(IOException.class);
  }
}
