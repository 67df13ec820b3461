package dev.pulse.launcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pulse.launcher.host.Surroundings;
import dev.pulse.protocol.ControlChannel;
import dev.pulse.protocol.v1.ControlRecord;
import dev.pulse.protocol.v1.Judged;
import dev.pulse.protocol.v1.JudgedCriterion;
import dev.pulse.reporter.report.Report;
import dev.pulse.reporter.verdict.Criteria;
import dev.pulse.reporter.verdict.CriterionResult;
import dev.pulse.reporter.verdict.Judgement;
import dev.pulse.reporter.verdict.ThresholdResult;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * Tells in {@code pulse.control} what the runs of a command came to, for InfluxDB. Nothing depends
 * on it: where Kafka does not take it, that is said, and the runs are as good as before.
 */
final class VerdictRecord {
  private static final Duration KAFKA_WAIT = Duration.ofSeconds(10);

  private final Surroundings surroundings;
  private final Map<String, Object> kafka;
  private final Criteria criteria;
  private final String criteriaName;

  /**
   * Of runs that were judged by some criteria.
   *
   * @param criteriaName where those are from
   */
  VerdictRecord(
      Surroundings surroundings,
      Map<String, Object> kafka,
      Criteria criteria,
      String criteriaName) {
    this.surroundings = surroundings;
    this.kafka = kafka;
    this.criteria = criteria;
    this.criteriaName = criteriaName;
  }

  /** Tells it of each run, and waits until Kafka has it. */
  void tell(Report report) {
    String decision = report.decision().text();
    for (Judgement judgement : report.judgements()) {
      if (!isTold(judgement.run(), judged(judgement, decision))) {
        surroundings.say(
            "pulse: Kafka did not take the verdict of "
                + judgement.run()
                + ", which dashboards will lack");
      }
    }
  }

  private boolean isTold(String run, Judged.Builder judged) {
    try (var control =
        ControlChannel.open(kafka, run, ControlChannel.From.NOW, KAFKA_WAIT, surroundings.wall())) {
      return ControlChannel.await(
          control.send(ControlRecord.newBuilder().setJudged(judged)), KAFKA_WAIT);
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Judged.Builder judged(Judgement judgement, String decision) {
    var judged =
        Judged.newBuilder()
            .setVerdict(judgement.verdict().name())
            .addAllReasons(judgement.reasons())
            .setDecision(decision)
            .setCriteria(criteriaName)
            .setCriteriaSha256(sha256(criteria.toString()));
    judgement.thresholds().stream()
        .filter(threshold -> !threshold.holds())
        .map(ThresholdResult::text)
        .forEach(judged::addCrossedThresholds);
    judgement.criteria().forEach(result -> judged.addResults(result(result)));
    return judged;
  }

  private static JudgedCriterion.Builder result(CriterionResult result) {
    var criterion = result.criterion();
    return JudgedCriterion.newBuilder()
        .setName(criterion.label())
        .setScope(result.scope())
        .setSamples(result.samples())
        .setValue(criterion.shown(result.estimate().value()))
        .setLower(criterion.shown(result.estimate().lower()))
        .setUpper(criterion.shown(result.estimate().upper()))
        .setAcceptance(criterion.shown(result.band().acceptance()))
        .setMarginal(criterion.shown(result.band().marginal()))
        .setVerdict(result.verdict().name())
        .setReason(result.reason())
        .setValueText(result.valueText())
        .setBoundText(result.boundText());
  }

  /** A record's text holds all its values. */
  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has it", e);
    }
  }
}
