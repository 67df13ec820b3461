package dev.pulse.aggregator.sink;

import com.influxdb.client.domain.WritePrecision;
import com.influxdb.client.write.Point;
import dev.pulse.protocol.v1.ResourceSample;

/**
 * Points of {@code pulse.resources}. Of the free labels of a reading only the one called {@code
 * label} becomes a tag, cut, so that the number of series stays bounded.
 */
final class ResourcePoints {
  private static final int LONGEST_LABEL = 120;

  private ResourcePoints() {}

  static Point of(ResourceSample sample) {
    String label = sample.getLabelsOrDefault("label", "");
    return Point.measurement("resources")
        .addTag("run", sample.getRun())
        .addTag("source", sample.getSource())
        .addTag("series", sample.getSeries())
        .addTag("label", label.substring(0, Math.min(label.length(), LONGEST_LABEL)))
        .time(sample.getAtEpochMicros(), WritePrecision.US)
        .addField("value", sample.getValue());
  }
}
