package dev.pulse.protocol;

import static dev.pulse.protocol.InvalidRecordException.Reason.INCONSISTENT;

/** The rules between the fields of a batch, each refused with the rule and the value. */
final class BatchChecks {
  private BatchChecks() {}

  static void header(String run, String agent, int streams, int stream, int intervalMicros)
      throws InvalidRecordException {
    if (run.isEmpty() || agent.isEmpty()) {
      throw new InvalidRecordException(INCONSISTENT, "a batch names its run and agent");
    }
    range("expected_streams", streams, 1, 1 << 20);
    range("stream", stream, 0, 1 << 16);
    range("interval_micros", intervalMicros, 1, Integer.MAX_VALUE);
  }

  static void range(String field, long value, long least, long most) throws InvalidRecordException {
    if (value < least || value > most) {
      throw new InvalidRecordException(
          INCONSISTENT, field + " must be " + least + ".." + most + ", is " + value);
    }
  }

  static void rows(BatchHeader header, SampleNames names, SampleColumns c)
      throws InvalidRecordException {
    for (int row = 0; row < c.count; row++) {
      times(c, row);
      range("request_index", c.requestIndex[row], 0, names.requests().size() - 1);
      range("stage_index", c.stageIndex[row], 0, names.stages().size() - 1);
      range("scenario_index", c.scenarioIndex[row], 0, names.scenarios().size() - 1);
      range("tenant_index", c.tenantIndex[row], 0, names.tenants().size());
      range("error_index", c.errorIndex[row], 0, names.errors().size());
      range("outcome", c.outcome[row], 0, Outcome.count() - 1);
      long interval = c.endMicros(row) / header.intervalMicros();
      if (interval != header.interval()) {
        throw new InvalidRecordException(
            INCONSISTENT,
            "row " + row + " ends in interval " + interval + ", the batch is " + header.interval());
      }
    }
  }

  private static void times(SampleColumns c, int row) throws InvalidRecordException {
    long all =
        c.intendedStartMicros[row]
            | c.startLagMicros[row]
            | c.serviceMicros[row]
            | c.connectMicros[row]
            | c.tlsMicros[row]
            | c.waitMicros[row]
            | c.receiveMicros[row]
            | c.bytesIn[row]
            | c.bytesOut[row]
            | c.status[row]
            | c.vu[row]
            | c.iteration[row];
    // One comparison for all: a value below zero or with a bit above the bound shows in the union.
    if (all < 0 || all >= 2 * SampleBatchDecoder.MAX_MICROS) {
      throw new InvalidRecordException(
          INCONSISTENT, "a time, size or count of row " + row + " is out of range");
    }
  }
}
