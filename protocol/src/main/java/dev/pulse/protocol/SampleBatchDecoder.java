package dev.pulse.protocol;

import static dev.pulse.protocol.InvalidRecordException.Reason.CORRUPT;
import static dev.pulse.protocol.InvalidRecordException.Reason.INCONSISTENT;
import static dev.pulse.protocol.InvalidRecordException.Reason.NEWER_SCHEMA;
import static dev.pulse.protocol.InvalidRecordException.Reason.TOO_LARGE;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Reads a {@code SampleBatch} and refuses what is not one. About 45 ns a sample. Whatever the
 * bytes, it allocates no more than the names in them: at most {@link #MAX_NAMES} of at most {@link
 * #MAX_NAME_BYTES} bytes in a record of at most {@link #MAX_BYTES}. Unknown fields are skipped,
 * columns may be packed or not, in any order. Not thread-safe.
 */
public final class SampleBatchDecoder {
  /** Largest record that is read, bytes. A full batch of {@code CAPACITY} rows has about 25 kB. */
  public static final int MAX_BYTES = 1 << 20;

  /** Most names in all dictionaries of a batch. */
  public static final int MAX_NAMES = 5_000;

  /** Longest name, bytes of UTF-8. */
  public static final int MAX_NAME_BYTES = 512;

  /** Largest time or duration, microseconds: about 142 years, so that sums of a few never wrap. */
  public static final long MAX_MICROS = 1L << 52;

  private static final int FIRST_COLUMN = 30;
  private static final int LAST_COLUMN = 48;

  private final CRC32C crc = new CRC32C();
  private final SampleColumns columns = new SampleColumns();
  private final int[] rowsRead = new int[LAST_COLUMN + 1];
  private final Object[] targets = new Object[LAST_COLUMN + 1];
  private Fields fields = new Fields();

  /** A decoder with columns of its own, about 150 kB. */
  public SampleBatchDecoder() {
    targets[30] = columns.intendedStartMicros;
    targets[31] = columns.startLagMicros;
    targets[32] = columns.serviceMicros;
    targets[33] = columns.connectMicros;
    targets[34] = columns.tlsMicros;
    targets[35] = columns.waitMicros;
    targets[36] = columns.receiveMicros;
    targets[37] = columns.status;
    targets[38] = columns.outcome;
    targets[39] = columns.bytesIn;
    targets[40] = columns.bytesOut;
    targets[41] = columns.requestIndex;
    targets[42] = columns.stageIndex;
    targets[43] = columns.scenarioIndex;
    targets[44] = columns.vu;
    targets[45] = columns.iteration;
    targets[46] = columns.tenantIndex;
    targets[47] = columns.errorIndex;
    targets[48] = columns.failedChecks;
  }

  /** Header fields and names while a record is being read. */
  private static final class Fields {
    int schema;
    String run = "";
    String agent = "";
    long incarnation;
    int stream;
    int expectedStreams;
    long batch;
    long firstSample;
    int count;
    int intervalMicros;
    long interval;
    long watermarkMicros;
    boolean last;
    long baseMicros;
    int names;
    final List<String> requests = new ArrayList<>();
    final List<String> stages = new ArrayList<>();
    final List<String> scenarios = new ArrayList<>();
    final List<String> tenants = new ArrayList<>();
    final List<String> errors = new ArrayList<>();
  }

  /**
   * Decodes one record's value.
   *
   * @return the batch; its columns belong to this decoder and are overwritten by the next call
   * @throws InvalidRecordException with the rule that the bytes break
   */
  public SampleBlock decode(byte[] bytes) throws InvalidRecordException {
    checkSeal(bytes);
    Arrays.fill(rowsRead, 0);
    fields = new Fields();
    try {
      read(
          CodedInputStream.newInstance(bytes, 0, bytes.length - SampleBatchEncoder.CRC_BYTES),
          bytes.length);
    } catch (IOException e) {
      throw new InvalidRecordException(CORRUPT, "not a SampleBatch: " + e.getMessage(), e);
    }
    return assemble();
  }

  private void checkSeal(byte[] bytes) throws InvalidRecordException {
    if (bytes.length > MAX_BYTES) {
      throw new InvalidRecordException(
          TOO_LARGE, "a batch has at most " + MAX_BYTES + " bytes, this one " + bytes.length);
    }
    int end = bytes.length - SampleBatchEncoder.CRC_BYTES;
    if (end < 0 || (bytes[end] & 0xff) != SampleBatchEncoder.CRC_TAG) {
      throw new InvalidRecordException(
          CORRUPT, "a batch ends with its checksum, this one of " + bytes.length + " bytes not");
    }
    crc.reset();
    crc.update(bytes, 0, end);
    int written =
        (bytes[end + 1] & 0xff)
            | (bytes[end + 2] & 0xff) << 8
            | (bytes[end + 3] & 0xff) << 16
            | (bytes[end + 4] & 0xff) << 24;
    if (written != (int) crc.getValue()) {
      throw new InvalidRecordException(
          CORRUPT,
          "checksum is "
              + HexFormat.of().toHexDigits(written)
              + ", the bytes give "
              + HexFormat.of().toHexDigits((int) crc.getValue()));
    }
  }

  private void read(CodedInputStream in, int length) throws IOException, InvalidRecordException {
    in.setSizeLimit(length);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      if (field >= FIRST_COLUMN && field <= LAST_COLUMN) {
        readColumn(in, field, WireFormat.getTagWireType(tag));
      } else if (field >= 16 && field <= 20) {
        readName(in, field);
      } else if (!readHeaderField(in, field)) {
        in.skipField(tag);
      }
    }
  }

  private boolean readHeaderField(CodedInputStream in, int field)
      throws IOException, InvalidRecordException {
    switch (field) {
      case 1 -> readSchema(in);
      case 2 -> fields.run = readText(in);
      case 3 -> fields.agent = readText(in);
      case 4 -> fields.incarnation = in.readUInt64();
      case 5 -> fields.stream = in.readUInt32();
      case 6 -> fields.expectedStreams = in.readUInt32();
      case 7 -> fields.batch = in.readUInt64();
      case 8 -> fields.firstSample = in.readUInt64();
      case 9 -> fields.count = in.readUInt32();
      case 10 -> fields.intervalMicros = in.readUInt32();
      case 11 -> fields.interval = in.readUInt64();
      case 12 -> fields.watermarkMicros = in.readUInt64();
      case 13 -> fields.last = in.readBool();
      case 14 -> fields.baseMicros = in.readUInt64();
      default -> {
        return false;
      }
    }
    return true;
  }

  private void readSchema(CodedInputStream in) throws IOException, InvalidRecordException {
    fields.schema = in.readUInt32();
    if (fields.schema > BatchHeader.SCHEMA) {
      throw new InvalidRecordException(
          NEWER_SCHEMA,
          "schema "
              + fields.schema
              + " is newer than "
              + BatchHeader.SCHEMA
              + ", which this reads");
    }
  }

  private static String readText(CodedInputStream in) throws IOException, InvalidRecordException {
    int bytes = in.readRawVarint32();
    if (bytes < 0 || bytes > MAX_NAME_BYTES) {
      throw new InvalidRecordException(
          TOO_LARGE, "a name has at most " + MAX_NAME_BYTES + " bytes, this one " + bytes);
    }
    return new String(in.readRawBytes(bytes), StandardCharsets.UTF_8);
  }

  private void readName(CodedInputStream in, int field) throws IOException, InvalidRecordException {
    if (++fields.names > MAX_NAMES) {
      throw new InvalidRecordException(TOO_LARGE, "a batch has at most " + MAX_NAMES + " names");
    }
    String name = readText(in);
    switch (field) {
      case 16 -> fields.requests.add(name);
      case 17 -> fields.stages.add(name);
      case 18 -> fields.scenarios.add(name);
      case 19 -> fields.tenants.add(name);
      default -> fields.errors.add(name);
    }
  }

  private void readColumn(CodedInputStream in, int field, int wireType)
      throws IOException, InvalidRecordException {
    if (wireType != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
      readValue(in, field);
      return;
    }
    int limit = in.pushLimit(in.readRawVarint32());
    if (targets[field] instanceof int[] ints) {
      readInts(in, field, ints);
    } else if (field != FIRST_COLUMN) {
      readLongs(in, field, (long[]) targets[field]);
    } else {
      while (in.getBytesUntilLimit() > 0) {
        readValue(in, field);
      }
    }
    in.popLimit(limit);
  }

  private void readInts(CodedInputStream in, int field, int[] target)
      throws IOException, InvalidRecordException {
    int row = rowsRead[field];
    while (in.getBytesUntilLimit() > 0) {
      checkRow(row);
      target[row++] = in.readUInt32();
    }
    rowsRead[field] = row;
  }

  private void readLongs(CodedInputStream in, int field, long[] target)
      throws IOException, InvalidRecordException {
    int row = rowsRead[field];
    while (in.getBytesUntilLimit() > 0) {
      checkRow(row);
      target[row++] = in.readUInt64();
    }
    rowsRead[field] = row;
  }

  private void readValue(CodedInputStream in, int field)
      throws IOException, InvalidRecordException {
    int row = rowsRead[field]++;
    checkRow(row);
    if (field == FIRST_COLUMN) {
      columns.intendedStartMicros[row] = in.readSInt64();
    } else if (targets[field] instanceof int[] ints) {
      ints[row] = in.readUInt32();
    } else {
      ((long[]) targets[field])[row] = in.readUInt64();
    }
  }

  private static void checkRow(int row) throws InvalidRecordException {
    if (row >= SampleColumns.CAPACITY) {
      throw new InvalidRecordException(
          TOO_LARGE, "a batch has at most " + SampleColumns.CAPACITY + " samples");
    }
  }

  private SampleBlock assemble() throws InvalidRecordException {
    Fields f = fields;
    BatchChecks.header(f.run, f.agent, f.expectedStreams, f.stream, f.intervalMicros);
    BatchChecks.range("count", f.count, 0, SampleColumns.CAPACITY);
    BatchChecks.range("batch", f.batch, 0, Long.MAX_VALUE);
    BatchChecks.range("first_sample", f.firstSample, 0, Long.MAX_VALUE - f.count);
    BatchChecks.range("watermark_micros", f.watermarkMicros, 0, MAX_MICROS);
    columns.count = f.count;
    completeColumns();
    resolveDeltas();
    var header =
        new BatchHeader(
            f.run,
            f.agent,
            f.incarnation,
            f.stream,
            f.expectedStreams,
            f.batch,
            f.firstSample,
            f.intervalMicros,
            f.interval,
            f.watermarkMicros,
            f.last);
    var names = new SampleNames(f.requests, f.stages, f.scenarios, f.tenants, f.errors);
    BatchChecks.rows(header, names, columns);
    return new SampleBlock(header, names, columns);
  }

  /** An absent column is all zero; one of any other length than the batch is refused. */
  private void completeColumns() throws InvalidRecordException {
    for (int field = FIRST_COLUMN; field <= LAST_COLUMN; field++) {
      if (rowsRead[field] == 0) {
        zero(targets[field], fields.count);
      } else if (rowsRead[field] != fields.count) {
        throw new InvalidRecordException(
            INCONSISTENT,
            "field " + field + " has " + rowsRead[field] + " rows, the batch " + fields.count);
      }
    }
  }

  private static void zero(Object column, int rows) {
    if (column instanceof int[] ints) {
      Arrays.fill(ints, 0, rows, 0);
    } else {
      Arrays.fill((long[]) column, 0, rows, 0L);
    }
  }

  private void resolveDeltas() {
    long value = fields.baseMicros;
    for (int row = 0; row < fields.count; row++) {
      value += columns.intendedStartMicros[row];
      columns.intendedStartMicros[row] = value;
    }
  }
}
