package dev.pulse.protocol;

import dev.pulse.protocol.v1.Figures;
import dev.pulse.protocol.v1.OutcomeCode;
import java.util.function.Predicate;

/**
 * What became of one scheduled request. {@link #code} is the number on the wire and equals {@link
 * OutcomeCode}.
 */
public enum Outcome {
  OK(0, "ok", Kind.GOOD),
  HTTP_ERROR(1, "HTTP error", Kind.ANSWERED),
  CHECK_FAILED(2, "check failed", Kind.ANSWERED),
  TIMEOUT(3, "timeout", Kind.FAILED),
  CONNECTION_REFUSED(4, "connection refused", Kind.FAILED),
  CONNECTION_RESET(5, "connection reset", Kind.FAILED),
  CONNECTION_CLOSED(6, "connection closed", Kind.FAILED),
  DNS(7, "DNS", Kind.FAILED),
  TLS(8, "TLS", Kind.FAILED),
  PROTOCOL_ERROR(9, "protocol error", Kind.FAILED),
  CANCELLED(10, "cancelled", Kind.NOT_RUN),
  NOT_STARTED(11, "not started", Kind.NOT_RUN),
  REDIRECTED(12, "redirected", Kind.GOOD),
  BODY_TOO_LARGE(13, "body too large", Kind.FAILED),
  IO_ERROR(14, "I/O error", Kind.FAILED),
  SETUP_FAILED(15, "setup failed", Kind.FAILED);

  private enum Kind {
    GOOD,
    ANSWERED,
    FAILED,
    NOT_RUN
  }

  /** Codes count up from 0 in the order of declaration; a test holds them to the wire. */
  private static final Outcome[] BY_CODE = values();

  private final int code;
  private final String label;
  private final Kind kind;

  Outcome(int code, String label, Kind kind) {
    this.code = code;
    this.label = label;
    this.kind = kind;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /** Words for people. */
  public String label() {
    return label;
  }

  /** Counts towards the error rate: sent, or due to be sent, and not what was asked for. */
  public boolean isError() {
    return kind == Kind.ANSWERED || kind == Kind.FAILED;
  }

  /** Counts towards {@code http_req_failed}, as k6 has it: no answer, or an unexpected status. */
  public boolean isRequestFailure() {
    return isError() && this != CHECK_FAILED;
  }

  /** Whether the request was carried to an end of its own, so that its durations mean something. */
  public boolean isExecuted() {
    return kind != Kind.NOT_RUN;
  }

  /** Whether the checks of the request were evaluated; with no answer each of them fails. */
  public boolean checksEvaluated() {
    return isExecuted() && this != REDIRECTED;
  }

  /** Number of outcomes; codes are below it. */
  public static int count() {
    return BY_CODE.length;
  }

  /**
   * The outcome of a wire number.
   *
   * @throws IllegalArgumentException if no outcome has that number
   */
  public static Outcome ofCode(int code) {
    if (code < 0 || code >= BY_CODE.length) {
      throw new IllegalArgumentException(
          "outcome must be 0.." + (BY_CODE.length - 1) + ", is " + code);
    }
    return BY_CODE[code];
  }

  /**
   * Samples whose outcome meets a condition. Outcomes of a newer version, which this one does not
   * know, are left out.
   *
   * @return ≥ 0
   */
  public static long samples(Figures figures, Predicate<Outcome> which) {
    long samples = 0;
    int known = Math.min(figures.getOutcomesCount(), count());
    for (int code = 0; code < known; code++) {
      samples += which.test(ofCode(code)) ? figures.getOutcomes(code) : 0;
    }
    return samples;
  }
}
