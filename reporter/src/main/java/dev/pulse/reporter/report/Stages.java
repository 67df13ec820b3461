package dev.pulse.reporter.report;

import dev.pulse.protocol.v1.StagePlan;

/** What is told about stages. */
final class Stages {
  private Stages() {}

  /** Whether the load is held, so that the stage is judged by itself. */
  static boolean isSustained(StagePlan stage) {
    return stage.getFromVus() == stage.getToVus() && stage.getToVus() > 0;
  }
}
