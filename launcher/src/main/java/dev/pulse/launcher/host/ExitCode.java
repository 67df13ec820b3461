package dev.pulse.launcher.host;

/** What a command ends with. Numbers are k6's where k6 has one for it. */
public enum ExitCode {
  /** Done, or: the verdict is PASS and all thresholds hold. */
  OK(0, "done; for a run: the verdict is PASS and every threshold holds"),
  /** The evidence carries no verdict. */
  INCONCLUSIVE(96, "inconclusive: samples are missing, too few, or the load was not held"),
  /** Thresholds or criteria say no. */
  FAILED(99, "a threshold or the verdict failed, or what was to be verified is not so"),
  /** Nothing was started. */
  BAD_CONFIGURATION(104, "bad configuration: options, scenario, criteria or run name"),
  /** Stopped by Ctrl-C or a signal; what was measured is reported. */
  INTERRUPTED(105, "stopped by a signal; what was measured is reported"),
  /** A part died, or Kafka, the target or the machine is not as needed. */
  ENVIRONMENT(107, "the target, Kafka, a part of pulse or the machine is not as needed");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /** The number that the process exits with, 0 to 255. */
  public int code() {
    return code;
  }

  /** In words, for {@code --help}. */
  public String meaning() {
    return meaning;
  }

  /** Of two things that happened, the one that the process should exit with. */
  public ExitCode worse(ExitCode other) {
    return rank() >= other.rank() ? this : other;
  }

  /** How much one has to know of it: that a run broke off before that its figures are bad. */
  private int rank() {
    return switch (this) {
      case OK -> 0;
      case INCONCLUSIVE -> 1;
      case FAILED -> 2;
      case INTERRUPTED -> 3;
      case ENVIRONMENT -> 4;
      case BAD_CONFIGURATION -> 5;
    };
  }
}
