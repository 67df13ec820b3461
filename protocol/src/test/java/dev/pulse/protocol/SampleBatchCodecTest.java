package dev.pulse.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnknownFieldSet;
import com.sun.management.ThreadMXBean;
import dev.pulse.protocol.InvalidRecordException.Reason;
import dev.pulse.protocol.v1.SampleBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SampleBatchCodecTest {
  private static final long INTERVAL = 17;

  private final SampleBatchEncoder encoder = new SampleBatchEncoder();
  private final SampleBatchDecoder decoder = new SampleBatchDecoder();

  @Property(tries = 50)
  void whatIsWrittenIsRead(@ForAll long seed, @ForAll @IntRange(min = 0, max = 1_000) int rows)
      throws InvalidRecordException {
    var columns = SampleBatches.columns(seed, rows, INTERVAL);

    var block = decoder.decode(encode(columns));

    assertThat(block.header()).isEqualTo(SampleBatches.header(INTERVAL));
    assertThat(block.columns().count).isEqualTo(rows);
    for (int row = 0; row < rows; row++) {
      assertThat(block.columns().endMicros(row)).isEqualTo(columns.endMicros(row));
      assertThat(block.columns().serviceMicros[row]).isEqualTo(columns.serviceMicros[row]);
      assertThat(block.columns().failedChecks[row]).isEqualTo(columns.failedChecks[row]);
      assertThat(block.request(row))
          .isEqualTo(SampleBatches.NAMES.requests().get(columns.requestIndex[row]));
      assertThat(block.stage(row)).isEqualTo("2 hold 100");
      assertThat(block.tenant(row)).isEqualTo(tenant(columns.tenantIndex[row]));
    }
  }

  private static String tenant(int index) {
    return index == 0 ? "" : SampleBatches.NAMES.tenants().get(index - 1);
  }

  @Property(tries = 30)
  void generatedClassesReadTheSame(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 1_000) int rows) throws IOException {
    var columns = SampleBatches.columns(seed, rows, INTERVAL);

    var batch = SampleBatch.parseFrom(encode(columns));

    assertThat(batch.getUnknownFields()).isEqualTo(UnknownFieldSet.getDefaultInstance());
    assertThat(batch.getCount()).isEqualTo(rows);
    long intended = batch.getBaseMicros();
    for (int row = 0; row < rows; row++) {
      intended += batch.getIntendedStartCount() == 0 ? 0 : batch.getIntendedStart(row);
      assertThat(intended).isEqualTo(columns.intendedStartMicros[row]);
      assertThat(batch.getWait(row)).isEqualTo(columns.waitMicros[row]);
      assertThat(batch.getVu(row)).isEqualTo(columns.vu[row]);
    }
    assertThat(batch.getTlsCount()).as("a column of zeros is not written").isZero();
  }

  @Property(tries = 20)
  void packedAndUnpackedAndReorderedColumnsAreTheSame(@ForAll long seed)
      throws IOException, InvalidRecordException {
    byte[] packed = encode(SampleBatches.columns(seed, 20, INTERVAL));
    var batch = SampleBatch.parseFrom(packed);
    var unpacked = new ByteArrayOutputStream();
    var out = CodedOutputStream.newInstance(unpacked);
    for (long value : batch.getWaitList()) {
      out.writeUInt64(35, value);
    }
    out.flush();
    unpacked.write(batch.toBuilder().clearWait().clearCrc32C().build().toByteArray());

    var block = decoder.decode(seal(unpacked.toByteArray()));

    for (int row = 0; row < 20; row++) {
      assertThat(block.columns().waitMicros[row]).isEqualTo(batch.getWait(row));
    }
  }

  @Test
  void unknownFieldsOfAFutureMinorVersionAreSkipped() throws IOException, InvalidRecordException {
    var batch = SampleBatch.parseFrom(encode(SampleBatches.columns(1, 10, INTERVAL)));
    var unknown =
        UnknownFieldSet.newBuilder()
            .addField(77, UnknownFieldSet.Field.newBuilder().addVarint(5).build())
            .build();
    byte[] bytes = batch.toBuilder().clearCrc32C().setUnknownFields(unknown).build().toByteArray();

    assertThat(decoder.decode(seal(bytes)).columns().count).isEqualTo(10);
  }

  @Test
  void anyTruncationIsRefused() {
    byte[] bytes = encode(SampleBatches.columns(1, 50, INTERVAL));
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThat(refusal(cut)).as("first %d bytes", length).isEqualTo(Reason.CORRUPT);
    }
  }

  @Test
  void anyFlippedBitIsRefused() {
    byte[] bytes = encode(SampleBatches.columns(1, 20, INTERVAL));
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] = (byte) (flipped[bit / 8] ^ (1 << (bit % 8)));
      assertThat(refusal(flipped)).as("bit %d", bit).isEqualTo(Reason.CORRUPT);
    }
  }

  @Test
  void newerSchemaIsRefusedAsSuch() throws IOException {
    var batch = SampleBatch.parseFrom(encode(SampleBatches.columns(1, 5, INTERVAL)));
    byte[] newer = batch.toBuilder().clearCrc32C().setSchema(2).build().toByteArray();

    assertThatThrownBy(() -> decoder.decode(seal(newer)))
        .isInstanceOf(InvalidRecordException.class)
        .hasMessage("schema 2 is newer than 1, which this reads");
  }

  @Test
  void contradictionsAreNamed() throws IOException {
    var good = SampleBatch.parseFrom(encode(SampleBatches.columns(1, 5, INTERVAL))).toBuilder();
    good.clearCrc32C();

    assertMessage(good.clone().setCount(6), "field 30 has 5 rows, the batch 6");
    assertMessage(good.clone().setInterval(18), "row 0 ends in interval 17, the batch is 18");
    assertMessage(good.clone().setRun(""), "a batch names its run and agent");
    assertMessage(good.clone().clearRequests(), "request_index must be 0..-1, is 0");
    assertMessage(good.clone().setExpectedStreams(0), "expected_streams must be 1..1048576, is 0");
  }

  private void assertMessage(SampleBatch.Builder batch, String message) {
    assertThatThrownBy(() -> decoder.decode(seal(batch.build().toByteArray())))
        .isInstanceOf(InvalidRecordException.class)
        .hasMessage(message);
  }

  @Test
  void aDecoderGoesOnAfterARefusal() throws InvalidRecordException {
    byte[] good = encode(SampleBatches.columns(3, 100, INTERVAL));
    assertThat(refusal(Arrays.copyOf(good, 300))).isEqualTo(Reason.CORRUPT);

    assertThat(decoder.decode(good).columns().count).isEqualTo(100);
  }

  @Test
  void hostileBytesCostABoundedAllocation() {
    long worst = 0;
    for (int seed = 0; seed < 300; seed++) {
      byte[] hostile = hostile(new Random(seed));
      long before = allocated();
      assertThat(refusal(hostile)).isNotNull();
      worst = Math.max(worst, allocated() - before);
    }
    // Names are the only thing that is allocated, so the bound is a small multiple of the record.
    assertThat(worst).isLessThan(8L * SampleBatchDecoder.MAX_BYTES);
  }

  private static byte[] hostile(Random random) {
    byte[] bytes = new byte[SampleBatchDecoder.MAX_BYTES - SampleBatchEncoder.CRC_BYTES];
    int kind = random.nextInt(3);
    if (kind == 0) {
      random.nextBytes(bytes);
    } else {
      // Endless empty names, or endless rows of an unpacked column.
      int tag = kind == 1 ? (16 << 3) | 2 : 35 << 3;
      for (int at = 0; at + 3 <= bytes.length; at += 3) {
        bytes[at] = (byte) (0x80 | (tag & 0x7f));
        bytes[at + 1] = (byte) (tag >>> 7);
        bytes[at + 2] = 0;
      }
    }
    return seal(bytes);
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  private byte[] encode(SampleColumns columns) {
    return encoder.encode(SampleBatches.header(INTERVAL), SampleBatches.NAMES, columns);
  }

  private Reason refusal(byte[] bytes) {
    return catchThrowableOfType(InvalidRecordException.class, () -> decoder.decode(bytes)).reason();
  }

  /** Ends bytes with a checksum that is right, so that what lies behind it is reached. */
  private static byte[] seal(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes);
    return ByteBuffer.allocate(bytes.length + 5)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(bytes)
        .put((byte) 0x7d)
        .putInt((int) crc.getValue())
        .array();
  }
}
