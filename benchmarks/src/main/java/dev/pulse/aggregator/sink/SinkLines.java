package dev.pulse.aggregator.sink;

import com.influxdb.client.write.Point;
import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.v1.AggregateRecord;
import java.util.ArrayList;
import java.util.List;

/** Lets a benchmark have the lines that a sink would write. */
public final class SinkLines {
  private SinkLines() {}

  /** All points of a run, as line protocol. */
  public static List<String> of(String run, long startEpochMicros, List<AggregateRecord> results)
      throws InvalidRecordException {
    var points = new RunPoints(run, new RunClock(startEpochMicros));
    List<String> lines = new ArrayList<>();
    for (AggregateRecord result : results) {
      points.accept(result);
      // As often as intervals end, so that none is let go of before.
      if (lines.size() % 1_000 == 0) {
        points.drain(Long.MAX_VALUE).stream().map(Point::toLineProtocol).forEach(lines::add);
      }
    }
    points.drain(Long.MAX_VALUE).stream().map(Point::toLineProtocol).forEach(lines::add);
    return lines;
  }
}
