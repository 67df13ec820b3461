package dev.pulse.protocol;

import static dev.pulse.protocol.InvalidRecordException.Reason.CORRUPT;
import static dev.pulse.protocol.InvalidRecordException.Reason.NEWER_SCHEMA;
import static dev.pulse.protocol.InvalidRecordException.Reason.TOO_LARGE;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import dev.pulse.protocol.v1.AgentRecord;
import dev.pulse.protocol.v1.AggregateRecord;
import dev.pulse.protocol.v1.ControlRecord;
import dev.pulse.protocol.v1.ResourceSample;

/**
 * Reads control and aggregate records through the generated classes, which is fit for a few records
 * a second. Size is capped before parsing, so hostile bytes cost at most about a hundred times
 * {@link #MAX_BYTES}.
 */
public final class Records {
  /** Schema version that this code writes, and the newest that it reads. */
  public static final int SCHEMA = 1;

  /** Largest record that is read, bytes. */
  public static final int MAX_BYTES = 1 << 20;

  private Records() {}

  /**
   * Reads a value of {@link Topics#CONTROL}.
   *
   * @throws InvalidRecordException if it is too large, not such a record, or newer than this code
   */
  public static ControlRecord control(byte[] value) throws InvalidRecordException {
    var control = parse(ControlRecord.parser(), value);
    checkSchema(control.getSchema());
    return control;
  }

  /**
   * Reads a value of {@link Topics#INTERVALS}.
   *
   * @throws InvalidRecordException if it is too large, not such a record, or newer than this code
   */
  public static AggregateRecord aggregate(byte[] value) throws InvalidRecordException {
    var aggregate = parse(AggregateRecord.parser(), value);
    checkSchema(aggregate.getSchema());
    return aggregate;
  }

  /**
   * Reads a value of {@link Topics#AGENTS}.
   *
   * @throws InvalidRecordException if it is too large, not such a record, or newer than this code
   */
  public static AgentRecord agent(byte[] value) throws InvalidRecordException {
    var agent = parse(AgentRecord.parser(), value);
    checkSchema(agent.getSchema());
    return agent;
  }

  /**
   * Reads a value of {@link Topics#RESOURCES}.
   *
   * @throws InvalidRecordException if it is too large, not such a record, or newer than this code
   */
  public static ResourceSample resource(byte[] value) throws InvalidRecordException {
    var resource = parse(ResourceSample.parser(), value);
    checkSchema(resource.getSchema());
    return resource;
  }

  private static <T> T parse(Parser<T> parser, byte[] value) throws InvalidRecordException {
    if (value.length > MAX_BYTES) {
      throw new InvalidRecordException(
          TOO_LARGE, "a record has at most " + MAX_BYTES + " bytes, this one " + value.length);
    }
    try {
      return parser.parseFrom(value);
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidRecordException(CORRUPT, "not a protobuf record: " + e.getMessage(), e);
    }
  }

  private static void checkSchema(int schema) throws InvalidRecordException {
    if (schema > SCHEMA) {
      throw new InvalidRecordException(
          NEWER_SCHEMA, "schema " + schema + " is newer than " + SCHEMA + ", which this reads");
    }
  }
}
