package dev.pulse.collector;

import java.io.IOException;
import java.util.List;

/** Some of what a source was asked for is missing; the rest is here. */
final class PartlyReadException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient List<Reading> readings;

  PartlyReadException(String why, List<Reading> readings) {
    super(why);
    this.readings = List.copyOf(readings);
  }

  /** What was read all the same. */
  List<Reading> readings() {
    return readings;
  }
}
