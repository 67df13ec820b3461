package dev.pulse.generator.publish;

/** Lets the simulation end an agent's publishing as {@link SamplePublisher#finish} does. */
public final class SimulatedEnd {
  private SimulatedEnd() {}

  /** Whether every stream's last batch is settled. */
  public static boolean isSettled(Ledger ledger) {
    return ledger.openStreams().getCount() == 0;
  }

  /** The deadline is over: what is on its way counts as lost. */
  public static void giveUp(Ledger ledger) {
    ledger.giveUp("not acknowledged in time");
  }
}
