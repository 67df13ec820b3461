package dev.pulse.protocol;

/**
 * The mark of records that were copied in from an archive. Their run's summaries came with them, so
 * whoever writes {@link Topics#INTERVALS} leaves marked samples alone.
 */
public final class RestoredRecords {
  /**
   * Header of each restored record; its value is the record's first time of publishing,
   * milliseconds since 1970 as decimal digits. The timestamp of Kafka is the time of restoring.
   */
  public static final String HEADER = "pulse.restored";

  private RestoredRecords() {}
}
