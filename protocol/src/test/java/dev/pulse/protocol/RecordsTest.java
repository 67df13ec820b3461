package dev.pulse.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pulse.protocol.InvalidRecordException.Reason;
import dev.pulse.protocol.v1.ControlRecord;
import org.junit.jupiter.api.Test;

class RecordsTest {
  @Test
  void rubbishIsRefused() {
    assertThat(reason("not protobuf".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isEqualTo(Reason.CORRUPT);
    assertThat(reason(new byte[Records.MAX_BYTES + 1])).isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void newerSchemaIsRefusedAsSuch() {
    byte[] newer = ControlRecord.newBuilder().setSchema(9).build().toByteArray();

    assertThatThrownBy(() -> Records.control(newer))
        .hasMessage("schema 9 is newer than 1, which this reads");
  }

  private static Reason reason(byte[] value) {
    return catchThrowableOfType(InvalidRecordException.class, () -> Records.aggregate(value))
        .reason();
  }
}
