package dev.pulse.scenario;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One scenario file, checked and resolved: all that a generator needs to run it.
 *
 * @param name title for people
 * @param description may be empty
 * @param file as typed
 * @param sha256 of the file's bytes, 64 hexadecimal digits
 * @param target base URL, http or https, without user, query and fragment; its path stands in the
 *     requests already
 * @param scenarios at least one, unique names; they run side by side, each from its start time
 * @param requests by the index that samples carry; the login stands first where there is one
 * @param variables names that extractions fill, by {@link Extraction#slot}
 * @param thresholds in the order typed
 * @param users may be empty
 * @param login sent once per VU, before its first iteration
 * @param tags of the run, in the order typed
 * @param collect path of a file that names what to watch meanwhile, as typed, so from the folder of
 *     the scenario file; empty for none
 * @param seed makes mix and think times repeatable
 * @param redaction knows the secrets that were resolved into this load test
 */
public record LoadTest(
    String name,
    String description,
    String file,
    String sha256,
    URI target,
    List<Scenario> scenarios,
    List<Request> requests,
    List<String> variables,
    List<Threshold> thresholds,
    HttpOptions http,
    UserPool users,
    Optional<Login> login,
    Map<String, String> tags,
    String collect,
    long seed,
    Redaction redaction) {

  /** Checks what the parts cannot check alone. */
  public LoadTest {
    scenarios = List.copyOf(scenarios);
    requests = List.copyOf(requests);
    variables = List.copyOf(variables);
    thresholds = List.copyOf(thresholds);
    tags = InOrder.copyOf(tags);
    require(!scenarios.isEmpty(), "a load test must have a scenario");
    require(unique(scenarios.stream().map(Scenario::name).toList()), "scenario names must differ");
    require(unique(requests.stream().map(Request::name).toList()), "request names must differ");
    int count = requests.size();
    for (Scenario scenario : scenarios) {
      boolean known = scenario.flow().requestIndexes().stream().allMatch(i -> i < count);
      require(known, "scenario " + scenario.name() + " must use requests below " + count);
    }
    require(
        login.isEmpty() || (count > 0 && requests.get(0).login()), "the login must be request 0");
  }

  /** Scheme, host and port of the target, such as {@code http://localhost:8000}. */
  public String origin() {
    return target.getScheme() + "://" + target.getRawAuthority();
  }

  /** Nanoseconds from the run's start to its latest possible end, graceful stops included. */
  public long maxLengthNanos() {
    return scenarios.stream().mapToLong(Scenario::latestEndNanos).max().orElse(0);
  }

  private static boolean unique(List<String> names) {
    return names.stream().distinct().count() == names.size();
  }

  private static void require(boolean condition, String rule) {
    if (!condition) {
      throw new IllegalArgumentException(rule);
    }
  }
}
