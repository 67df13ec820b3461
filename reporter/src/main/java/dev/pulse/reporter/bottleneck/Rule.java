package dev.pulse.reporter.bottleneck;

import java.util.List;

/**
 * A symptom with what it likely comes from.
 *
 * @param id names it in reports
 * @param description the symptom in words
 * @param needs what has to be measured beside latency and errors; until it is, the rule is silent
 * @param symptom looks for it
 */
record Rule(String id, String description, List<Resource> needs, Symptom symptom) {

  /** Looks for a symptom; a pure function. */
  interface Symptom {
    List<Finding> in(Evidence evidence);
  }
}
