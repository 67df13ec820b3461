package dev.pulse.generator.http;

import dev.pulse.generator.record.ErrorNames;
import dev.pulse.generator.record.Sample;
import dev.pulse.protocol.Outcome;
import dev.pulse.scenario.Check;
import dev.pulse.scenario.Extraction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates an answer: status, checks, extractions. A failed latency check is recorded, and does
 * not change the outcome. Stateless but for the texts it looks for.
 */
final class Judge {
  /** Where extracted values go. */
  @FunctionalInterface
  interface Extracted {
    void set(int slot, String value);
  }

  private Judge() {}

  /** Bits of the header checks that fail; to be called while the head is valid. */
  static long headerChecks(EncodedRequest request, ResponseHead head) {
    List<Check> checks = request.request.checks();
    long failed = 0;
    for (int i = 0; i < checks.size(); i++) {
      if (checks.get(i) instanceof Check.HeaderEquals check
          && !check.value().equals(head.value(check.header()))) {
        failed |= 1L << i;
      }
    }
    return failed;
  }

  /**
   * Completes a sample that has an answer.
   *
   * @param durationMicros wait and receive
   * @param body null if the request does not read it
   */
  static void judge(
      EncodedRequest request,
      Sample sample,
      long durationMicros,
      @Nullable BodyBuffer body,
      Extracted extracted) {
    boolean isExpected = request.request.expectedStatuses().contains(sample.status);
    boolean passed = checks(request, sample, durationMicros, body);
    if (!isExpected) {
      sample.fail(Outcome.HTTP_ERROR, httpError(sample.status));
    } else if (!extract(request, body, extracted)) {
      sample.fail(Outcome.CHECK_FAILED, ErrorNames.EXTRACTION_FAILED);
    } else if (!passed) {
      sample.fail(Outcome.CHECK_FAILED, ErrorNames.CHECK_FAILED);
    }
  }

  private static int httpError(int status) {
    return ErrorNames.httpStatus(Math.min(status, 599));
  }

  /** Whether all checks passed that are not about latency. */
  private static boolean checks(
      EncodedRequest request, Sample sample, long durationMicros, @Nullable BodyBuffer body) {
    List<Check> checks = request.request.checks();
    boolean allPassed = true;
    for (int i = 0; i < checks.size(); i++) {
      Check check = checks.get(i);
      boolean failedBefore = ((sample.failedChecks >>> i) & 1) != 0;
      if (failedBefore || !passes(check, sample.status, durationMicros, body)) {
        sample.failedChecks |= 1L << i;
        allPassed &= check.latency();
      }
    }
    return allPassed;
  }

  private static boolean passes(
      Check check, int status, long durationMicros, @Nullable BodyBuffer body) {
    if (check instanceof Check.Status wanted) {
      return wanted.allowed().contains(status);
    }
    if (check instanceof Check.Latency latency) {
      return durationMicros * 1_000 < latency.below().toNanos();
    }
    if (check instanceof Check.BodyContains contains) {
      return body != null && body.contains(contains.text().getBytes(StandardCharsets.UTF_8));
    }
    if (check instanceof Check.Json json) {
      return body != null && passes(json, body);
    }
    // Header checks are evaluated with the head.
    return true;
  }

  private static boolean passes(Check.Json check, BodyBuffer body) {
    String value = JsonValue.at(body, check.pointer());
    return value != null && (check.expected().isEmpty() || value.equals(check.expected().get()));
  }

  private static boolean extract(
      EncodedRequest request, @Nullable BodyBuffer body, Extracted extracted) {
    boolean complete = true;
    List<Extraction> extractions = request.request.extractions();
    for (int i = 0; i < extractions.size(); i++) {
      Extraction extraction = extractions.get(i);
      String value = body == null ? null : JsonValue.at(body, extraction.pointer());
      if (value == null || value.isEmpty()) {
        complete = false;
      } else {
        extracted.set(extraction.slot(), value);
      }
    }
    return complete;
  }
}
