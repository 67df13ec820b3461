package dev.pulse.benchmarks.sidebyside;

import java.util.regex.Pattern;

/**
 * What wrk prints at its end.
 *
 * @param requests answered
 * @param errors answers that were not 2xx or 3xx, and trouble with sockets
 */
record WrkOutput(long requests, long errors) {
  private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ");
  private static final Pattern STATUS = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
  private static final Pattern SOCKETS =
      Pattern.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if it is not the output of a run that came to its end
   */
  static WrkOutput parse(String output) {
    var requests = REQUESTS.matcher(output);
    if (!requests.find()) {
      throw new IllegalArgumentException("wrk did not say how many requests it made: " + output);
    }
    return new WrkOutput(Long.parseLong(requests.group(1)), errors(output));
  }

  private static long errors(String output) {
    long errors = 0;
    var status = STATUS.matcher(output);
    if (status.find()) {
      errors += Long.parseLong(status.group(1));
    }
    var sockets = SOCKETS.matcher(output);
    if (sockets.find()) {
      for (int i = 1; i <= sockets.groupCount(); i++) {
        errors += Long.parseLong(sockets.group(i));
      }
    }
    return errors;
  }
}
