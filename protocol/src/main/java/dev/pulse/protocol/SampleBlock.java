package dev.pulse.protocol;

/**
 * A decoded batch.
 *
 * @param header what the batch says of itself
 * @param names its dictionaries
 * @param columns its samples; owned by the decoder and overwritten by its next call
 */
public record SampleBlock(BatchHeader header, SampleNames names, SampleColumns columns) {

  /** Request name of a row. */
  public String request(int row) {
    return names.requests().get(columns.requestIndex[row]);
  }

  /** Stage name of a row. */
  public String stage(int row) {
    return names.stages().get(columns.stageIndex[row]);
  }

  /** Scenario name of a row. */
  public String scenario(int row) {
    return names.scenarios().get(columns.scenarioIndex[row]);
  }

  /** Tenant of a row, empty if none. */
  public String tenant(int row) {
    int index = columns.tenantIndex[row];
    return index == 0 ? "" : names.tenants().get(index - 1);
  }

  /** Error kind of a row, empty if none. */
  public String error(int row) {
    int index = columns.errorIndex[row];
    return index == 0 ? "" : names.errors().get(index - 1);
  }

  /** Sequence number of a row in its stream. */
  public long sequence(int row) {
    return header.firstSample() + row;
  }
}
