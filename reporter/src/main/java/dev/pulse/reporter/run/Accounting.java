package dev.pulse.reporter.run;

import java.util.List;
import java.util.Locale;

/**
 * Whether the numbers of a run add up.
 *
 * <p>{@link Status#COMPLETE} only if a manifest is here for every stream that was to be, each
 * stream's sent equals its received, and the counts over all interval summaries, and those of the
 * running totals, add up to the same for each scenario and request.
 *
 * @param status what it comes to
 * @param agents agents that gave their last word
 * @param expectedAgents agents of the plan, ≥ 1
 * @param scheduled samples by the manifests; while the run goes on, by the heartbeats
 * @param received samples that the aggregator counted, each once
 * @param acknowledged samples in batches that Kafka acknowledged, by the manifests
 * @param lost samples that agents gave up, in explicit ranges
 * @param missing samples neither received nor given up
 * @param duplicateBatches batches that came again and were not counted again
 * @param rejectedBatches batches that the aggregator refused
 * @param streams the same by stream
 * @param faults what is missing and how much, in words; empty only if complete or running
 */
public record Accounting(
    Status status,
    int agents,
    int expectedAgents,
    long scheduled,
    long received,
    long acknowledged,
    long lost,
    long missing,
    long duplicateBatches,
    long rejectedBatches,
    List<StreamBalance> streams,
    List<String> faults) {

  /** What an accounting comes to. */
  public enum Status {
    /** The run goes on, or it broke off without a last word. */
    RUNNING,
    /** Every scheduled sample is accounted for and received. */
    COMPLETE,
    /** Over, and not every sample is there (yet). */
    INCOMPLETE
  }

  /** The accounting of a run as it is known now. */
  public static Accounting of(RunData data) {
    return new Bookkeeper(data).balance();
  }

  /** Whether every sample is there. */
  public boolean isComplete() {
    return status == Status.COMPLETE;
  }

  /** Such as {@code agents 1 of 1 · scheduled 12,345 · received 12,345 · lost 0}. */
  public String line() {
    var line = new StringBuilder();
    line.append("agents ").append(agents).append(" of ").append(expectedAgents);
    append(line, "scheduled", scheduled);
    append(line, "received", received);
    append(line, "lost", lost);
    if (missing > 0) {
      append(line, "missing", missing);
    }
    if (rejectedBatches > 0) {
      append(line, "rejected batches", rejectedBatches);
    }
    return line.toString();
  }

  private static void append(StringBuilder line, String name, long count) {
    line.append(" · ").append(name).append(' ').append(grouped(count));
  }

  static String grouped(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
