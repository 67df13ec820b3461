package dev.pulse.generator.preflight;

import dev.pulse.generator.record.ErrorNames;
import dev.pulse.protocol.Outcome;

/**
 * What became of a request that was tried.
 *
 * @param status HTTP status, 0 if there was no answer
 * @param error number of its words, 0 if there are none
 */
record Finding(Outcome outcome, int status, int error) {

  /** In words. */
  String words() {
    if (outcome == Outcome.HTTP_ERROR) {
      return "answered HTTP " + status;
    }
    String name = error == 0 ? outcome.label() : ErrorNames.all().get(error - 1);
    return status == 0 ? name : "answered HTTP " + status + ", but: " + name;
  }
}
