package dev.pulse.aggregator;

import dev.pulse.protocol.v1.AggregateRecord;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * An aggregate record in about 100 bytes, so that runs of any length can be compared: figures with
 * many values have a hundred thousand.
 *
 * @param samples of an interval summary, else 0
 * @param sha256 of its bytes, but for whether it was provisional: that depends on when it was
 *     looked at, not on the samples
 */
record AggregateDigest(long samples, String sha256) {

  static AggregateDigest of(AggregateRecord record) {
    var comparable = record;
    if (record.hasInterval()) {
      var edited = record.toBuilder();
      edited.getIntervalBuilder().clearProvisional();
      comparable = edited.build();
    }
    byte[] hash = newSha256().digest(comparable.toByteArray());
    return new AggregateDigest(
        record.getInterval().getFigures().getSamples(), HexFormat.of().formatHex(hash));
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
