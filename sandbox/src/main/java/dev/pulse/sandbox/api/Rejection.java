package dev.pulse.sandbox.api;

/** A request that is answered with an error status and a reason. */
final class Rejection extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  private Rejection(int status, String reason) {
    // It is an answer, not a fault: no stack trace, which would cost more than the request.
    super(reason, null, false, false);
    this.status = status;
  }

  static Rejection badRequest(String reason) {
    return new Rejection(400, reason);
  }

  static Rejection unauthorized(String reason) {
    return new Rejection(401, reason);
  }

  int status() {
    return status;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
