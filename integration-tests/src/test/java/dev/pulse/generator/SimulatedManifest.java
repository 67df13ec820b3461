package dev.pulse.generator;

import dev.pulse.generator.publish.Ledger;
import dev.pulse.generator.record.SampleRecorder;
import dev.pulse.protocol.SampleNames;
import dev.pulse.protocol.v1.StreamManifest;

/** Lets the simulation draw up a manifest as an agent does. */
public final class SimulatedManifest {
  private SimulatedManifest() {}

  /** What became of one stream. */
  public static StreamManifest of(
      int stream, SampleRecorder recorder, Ledger ledger, SampleNames names) {
    return Account.stream(stream, recorder, ledger, names);
  }
}
