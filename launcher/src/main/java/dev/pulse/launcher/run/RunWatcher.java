package dev.pulse.launcher.run;

import dev.pulse.protocol.v1.RunPlan;
import dev.pulse.reporter.run.RunFollower;

/** Someone who is shown a run while it goes on, such as the live page. */
@FunctionalInterface
public interface RunWatcher {
  /** Shows nobody anything. */
  RunWatcher NONE = (follower, plan) -> () -> {};

  /**
   * A run is about to begin.
   *
   * @param follower may be asked from any thread until the watch is closed
   * @return closed when the run is over
   */
  Watch watch(RunFollower follower, RunPlan plan);

  /** Watching of one run. */
  @FunctionalInterface
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }
}
