package dev.pulse.generator.record;

import java.util.ArrayList;
import java.util.List;

/**
 * The errors of a sample in words, as a dictionary that is complete before the run: the fixed kinds
 * first, then {@code HTTP 100} to {@code HTTP 599}. Numbers in a {@link Sample} are index + 1, so
 * that 0 means none.
 */
public final class ErrorNames {
  private static final List<String> NAMES = new ArrayList<>();

  /** A check on status, header or body failed. */
  public static final int CHECK_FAILED = add("check failed");

  /** No complete answer within the request's timeout. */
  public static final int TIMEOUT = add("timeout");

  /** No connection within the request's timeout. */
  public static final int CONNECT_TIMEOUT = add("connect timeout");

  /** Nothing listens at the target's port. */
  public static final int CONNECTION_REFUSED = add("connection refused");

  /** The peer reset the connection. */
  public static final int CONNECTION_RESET = add("connection reset");

  /** The peer closed the connection before the answer was complete. */
  public static final int CONNECTION_CLOSED = add("connection closed before the answer");

  /** The target's name has no address. */
  public static final int DNS = add("host name not found");

  /** The handshake failed. */
  public static final int TLS = add("TLS handshake failed");

  /** The certificate is not trusted, or for another host. */
  public static final int CERTIFICATE = add("certificate not trusted");

  /** What came back is not HTTP/1.1. */
  public static final int NOT_HTTP = add("malformed HTTP answer");

  /** The body's compression could not be undone. */
  public static final int BAD_COMPRESSION = add("malformed compressed body");

  /** The body exceeds the scenario's cap. */
  public static final int BODY_TOO_LARGE = add("body too large");

  /** The redirect names no usable address. */
  public static final int BAD_REDIRECT = add("redirect without a usable location");

  /** The redirect leads to a host that the run may not load. */
  public static final int REDIRECT_NOT_ALLOWED = add("redirect to a host that is not allowed");

  /** An arrival came when all VUs were busy. */
  public static final int NO_VU_FREE = add("no VU free");

  /** A variable of the request has no value. */
  public static final int MISSING_VARIABLE = add("a variable has no value");

  /** A value was to be extracted, and is not there. */
  public static final int EXTRACTION_FAILED = add("nothing to extract");

  /** In flight when the run ended. */
  public static final int CANCELLED = add("in flight when the run ended");

  /** No free local port. */
  public static final int NO_LOCAL_PORT = add("no free local port");

  /** No file descriptor left. */
  public static final int TOO_MANY_FILES = add("too many open files");

  /** Any other trouble of the connection. */
  public static final int IO = add("I/O error");

  private static final int FIRST_STATUS = 100;
  private static final int HTTP_BASE = NAMES.size() + 1;

  static {
    for (int status = FIRST_STATUS; status < 600; status++) {
      add("HTTP " + status);
    }
  }

  private ErrorNames() {}

  private static int add(String name) {
    NAMES.add(name);
    return NAMES.size();
  }

  /**
   * The error for an unexpected status.
   *
   * @param status 100..599
   */
  public static int httpStatus(int status) {
    return HTTP_BASE + status - FIRST_STATUS;
  }

  /** All names, for the dictionary of a batch. */
  public static List<String> all() {
    return List.copyOf(NAMES);
  }
}
