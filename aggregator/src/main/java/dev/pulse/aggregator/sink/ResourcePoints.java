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
  private static final int LONGEST_TEXT = 500;

  private ResourcePoints() {}

  static Point of(ResourceSample sample) {
    return sample.getEvent().isEmpty() ? reading(sample) : event(sample);
  }

  private static String label(ResourceSample sample) {
    String label = sample.getLabelsOrDefault("label", "");
    return label.substring(0, Math.min(label.length(), LONGEST_LABEL));
  }

  /** What happened to the system under test stands beside what happened to the run. */
  private static Point event(ResourceSample sample) {
    String text = sample.getEvent();
    return Point.measurement("events")
        .addTag("run", sample.getRun())
        .addTag("kind", sample.getSeries())
        .addTag("label", label(sample))
        .time(sample.getAtEpochMicros(), WritePrecision.US)
        .addField("title", label(sample))
        .addField("text", text.substring(0, Math.min(text.length(), LONGEST_TEXT)));
  }

  private static Point reading(ResourceSample sample) {
    return Point.measurement("resources")
        .addTag("run", sample.getRun())
        .addTag("source", sample.getSource())
        .addTag("series", sample.getSeries())
        .addTag("label", label(sample))
        .time(sample.getAtEpochMicros(), WritePrecision.US)
        .addField("value", sample.getValue());
  }
}
