package dev.pulse.protocol;

/** Headers of a record on {@link Topics#REJECTED}; the value is the refused bytes themselves. */
public final class Rejection {
  /**
   * {@link InvalidRecordException.Reason} by name, or {@code INFLUXDB_REFUSED}: the value is a
   * point in line protocol then.
   */
  public static final String REASON = "pulse.reason";

  /** The refusal in words. */
  public static final String MESSAGE = "pulse.message";

  /**
   * Topic, partition and offset the record came from, as {@code topic-partition@offset}; of a point
   * the InfluxDB that refused it.
   */
  public static final String ORIGIN = "pulse.origin";

  private Rejection() {}
}
