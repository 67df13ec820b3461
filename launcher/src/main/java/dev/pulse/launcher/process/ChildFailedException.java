package dev.pulse.launcher.process;

/** A part did not start, or died; the message says which, why, and what is lost by it. */
public final class ChildFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Role role;

  ChildFailedException(Role role, String message) {
    super(message);
    this.role = role;
  }

  /** The part. */
  public Role role() {
    return role;
  }
}
