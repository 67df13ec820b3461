package dev.pulse.benchmarks;

import dev.pulse.protocol.BatchHeader;
import dev.pulse.protocol.SampleColumns;
import dev.pulse.protocol.SampleNames;
import dev.pulse.protocol.v1.SampleBatch;

/** A batch by the classes that protoc generates: the peer of the hand-written codec. */
final class GeneratedBatch {
  private GeneratedBatch() {}

  /** Encodes all rows; the checksum stays zero, which favours this side. */
  static byte[] encode(BatchHeader header, SampleNames names, SampleColumns columns) {
    var batch = SampleBatch.newBuilder();
    putHeader(batch, header, columns);
    putNames(batch, names);
    long beforeMicros = columns.intendedStartMicros[0];
    for (int row = 0; row < columns.count; row++) {
      putTimes(batch, columns, row, beforeMicros);
      putRest(batch, columns, row);
      beforeMicros = columns.intendedStartMicros[row];
    }
    return batch.build().toByteArray();
  }

  private static void putHeader(
      SampleBatch.Builder batch, BatchHeader header, SampleColumns columns) {
    batch
        .setSchema(BatchHeader.SCHEMA)
        .setRun(header.run())
        .setAgent(header.agent())
        .setIncarnation(header.incarnation())
        .setStream(header.stream())
        .setExpectedStreams(header.expectedStreams())
        .setBatch(header.batch())
        .setFirstSample(header.firstSample())
        .setCount(columns.count)
        .setIntervalMicros(header.intervalMicros())
        .setInterval(header.interval())
        .setWatermarkMicros(header.watermarkMicros())
        .setLast(header.last())
        .setBaseMicros(columns.intendedStartMicros[0]);
  }

  private static void putNames(SampleBatch.Builder batch, SampleNames names) {
    batch
        .addAllRequests(names.requests())
        .addAllStages(names.stages())
        .addAllScenarios(names.scenarios())
        .addAllTenants(names.tenants())
        .addAllErrors(names.errors());
  }

  private static void putTimes(
      SampleBatch.Builder batch, SampleColumns columns, int row, long beforeMicros) {
    batch
        .addIntendedStart(columns.intendedStartMicros[row] - beforeMicros)
        .addStartLag(columns.startLagMicros[row])
        .addService(columns.serviceMicros[row])
        .addConnect(columns.connectMicros[row])
        .addTls(columns.tlsMicros[row])
        .addWait(columns.waitMicros[row])
        .addReceive(columns.receiveMicros[row]);
  }

  private static void putRest(SampleBatch.Builder batch, SampleColumns columns, int row) {
    batch
        .addStatus(columns.status[row])
        .addOutcome(columns.outcome[row])
        .addBytesIn(columns.bytesIn[row])
        .addBytesOut(columns.bytesOut[row])
        .addRequestIndex(columns.requestIndex[row])
        .addStageIndex(columns.stageIndex[row])
        .addScenarioIndex(columns.scenarioIndex[row])
        .addVu(columns.vu[row])
        .addIteration(columns.iteration[row])
        .addTenantIndex(columns.tenantIndex[row])
        .addErrorIndex(columns.errorIndex[row])
        .addFailedChecks(columns.failedChecks[row]);
  }
}
