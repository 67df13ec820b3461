package dev.pulse.benchmarks.sidebyside;

import java.util.regex.Pattern;

/**
 * What k6 prints at its end.
 *
 * @param requests {@code http_reqs}
 * @param failed of these, {@code http_req_failed}
 */
record K6Output(long requests, long failed) {
  private static final Pattern REQUESTS = Pattern.compile("http_reqs\\.*: (\\d+) ");
  private static final Pattern FAILED =
      Pattern.compile("http_req_failed\\.*: \\S+ +(\\d+) out of (\\d+)");

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if it is not the output of a run that came to its end
   */
  static K6Output parse(String output) {
    var requests = REQUESTS.matcher(output);
    var failed = FAILED.matcher(output);
    if (!requests.find() || !failed.find()) {
      throw new IllegalArgumentException("k6 did not say how many requests it made: " + output);
    }
    return new K6Output(Long.parseLong(requests.group(1)), Long.parseLong(failed.group(1)));
  }
}
