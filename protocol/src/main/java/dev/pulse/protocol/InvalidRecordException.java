package dev.pulse.protocol;

/** Bytes that are not a valid record; the message says which rule they break and with what. */
public final class InvalidRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Why a record was refused; counted by this. */
  public enum Reason {
    /** Ends in the middle, or its checksum does not match. */
    CORRUPT,
    /** Written by a newer version. */
    NEWER_SCHEMA,
    /** Larger than a reader accepts: bytes, rows or names. */
    TOO_LARGE,
    /** Well formed, but its content contradicts itself. */
    INCONSISTENT
  }

  /** A refusal with its rule, value and place in words. */
  public InvalidRecordException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** A refusal that another exception explains. */
  public InvalidRecordException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** The kind of refusal. */
  public Reason reason() {
    return reason;
  }
}
