package dev.pulse.aggregator.sink;

import com.influxdb.client.domain.WritePrecision;
import com.influxdb.client.write.Point;
import dev.pulse.protocol.v1.ControlRecord;
import dev.pulse.protocol.v1.Judged;
import dev.pulse.protocol.v1.JudgedCriterion;
import java.util.ArrayList;
import java.util.List;

/** Points of what a run came to: the verdict, and one for each criterion and part of the run. */
final class VerdictPoints {
  private VerdictPoints() {}

  static List<Point> of(ControlRecord record) {
    var points = new ArrayList<Point>();
    points.add(verdict(record, record.getJudged()));
    for (JudgedCriterion result : record.getJudged().getResultsList()) {
      points.add(criterion(record, result));
    }
    return points;
  }

  private static Point verdict(ControlRecord record, Judged judged) {
    return Point.measurement("verdicts")
        .addTag("run", record.getRun())
        .time(record.getAtEpochMicros(), WritePrecision.US)
        .addField("verdict", judged.getVerdict())
        .addField("decision", judged.getDecision())
        .addField("reasons", String.join("; ", judged.getReasonsList()))
        .addField("crossed_thresholds", String.join("; ", judged.getCrossedThresholdsList()))
        .addField("criteria", judged.getCriteria())
        .addField("criteria_sha256", judged.getCriteriaSha256());
  }

  private static Point criterion(ControlRecord record, JudgedCriterion result) {
    var point =
        Point.measurement("criteria")
            .addTag("run", record.getRun())
            .addTag("criterion", result.getName())
            .addTag("scope", result.getScope())
            .time(record.getAtEpochMicros(), WritePrecision.US)
            .addField("verdict", result.getVerdict())
            .addField("value_text", result.getValueText())
            .addField("bound_text", result.getBoundText())
            .addField("reason", result.getReason())
            .addField("samples", result.getSamples())
            .addField("acceptance", result.getAcceptance())
            .addField("marginal", result.getMarginal());
    if (result.getSamples() == 0) {
      return point; // Nothing was measured, which is not a value of 0.
    }
    return point
        .addField("value", result.getValue())
        .addField("lower", result.getLower())
        .addField("upper", result.getUpper());
  }
}
