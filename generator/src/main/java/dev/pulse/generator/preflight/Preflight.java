package dev.pulse.generator.preflight;

import dev.pulse.generator.http.EncodedRequest;
import dev.pulse.generator.http.HttpSettings;
import dev.pulse.generator.http.Origin;
import dev.pulse.generator.vu.LoadPlan;
import dev.pulse.protocol.Outcome;
import dev.pulse.scenario.LoadTest;
import dev.pulse.scenario.Request;
import dev.pulse.scenario.StatusSet;
import dev.pulse.scenario.Template;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Tries what the load will need: limits of this machine, the target's name and address, an answer
 * over HTTP, the login of each user of this agent. The first thing that does not hold ends it.
 */
public final class Preflight {
  /** Longest that the target may take for a first answer. */
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Users that are tried; beyond, trying would be a load of its own that no sample shows. */
  static final int MOST_LOGINS = 100;

  private static final int LOGINS_AT_ONCE = 8;

  private final LoadTest test;
  private final LoadPlan plan;
  private final HttpSettings http;
  private final LongSupplier nanoTime;
  private final long queueBytes;
  private final Origin origin;

  /**
   * A preflight that has not begun.
   *
   * @param nanoTime monotonic nanoseconds
   * @param queueBytes most that waits for Kafka during the load
   */
  public Preflight(LoadPlan plan, HttpSettings http, LongSupplier nanoTime, long queueBytes) {
    this.plan = plan;
    this.http = http;
    this.nanoTime = nanoTime;
    this.queueBytes = queueBytes;
    test = plan.test();
    origin = Origin.of(test.target());
  }

  /**
   * Checks everything; the target's addresses are known to the HTTP settings afterwards.
   *
   * @throws PreflightException with what does not hold
   */
  public void check() throws PreflightException {
    checkLimits(Machine.here());
    InetAddress[] addresses = resolve();
    checkAllowed(addresses);
    try (var probe = new Probe(plan, http, nanoTime)) {
      checkAnswers(probe, addresses);
      checkLogins(probe);
    }
  }

  private void checkLimits(Machine machine) throws PreflightException {
    long vus = test.scenarios().stream().mapToLong(s -> s.executor().maxVus()).sum();
    List<String> shortages = Limits.shortages(machine, vus, queueBytes);
    if (!shortages.isEmpty()) {
      throw new PreflightException(shortages);
    }
  }

  private InetAddress[] resolve() throws PreflightException {
    try {
      return http.addresses().resolve(origin.host());
    } catch (UnknownHostException e) {
      throw refuse(
          "the target's name has no address: " + origin.host() + " of " + origin,
          "is it spelt right, and does this machine's DNS know it? "
              + "name another target with -e BASE_URL=http://HOST:PORT");
    }
  }

  private void checkAllowed(InetAddress[] addresses) throws PreflightException {
    for (InetAddress address : addresses) {
      if (!http.policy().allows(origin.host(), address)) {
        throw refuse(
            "the target " + origin + " (" + address.getHostAddress() + ") is a public address",
            "load only what you may load; if this is yours, allow it: --allow-target "
                + origin.host());
      }
    }
  }

  private void checkAnswers(Probe probe, InetAddress[] addresses) throws PreflightException {
    String path = test.target().getRawPath();
    var request = get(path == null || path.isEmpty() ? "/" : path);
    // Numbered after the requests of the load test, which does not know this one.
    int index = plan.names().requests().size();
    Finding finding = probe.send(EncodedRequest.of(request, index, origin, test.http()), 1);
    if (finding.status() == 0) {
      throw refuse(
          String.format(
              Locale.ROOT,
              "the target does not answer: GET %s (tried %s): %s",
              origin,
              tried(addresses),
              finding.words()),
          hint(finding.outcome()));
    }
  }

  private static Request get(String path) {
    return new Request(
        "preflight",
        "GET",
        Template.constant(path),
        List.of(),
        Template.EMPTY,
        List.of(),
        List.of(),
        new StatusSet(List.of(new StatusSet.Range(100, 599))),
        Optional.of(TIMEOUT),
        false);
  }

  private String tried(InetAddress[] addresses) {
    return Arrays.stream(addresses)
        .map(address -> address.getHostAddress() + ":" + origin.port())
        .collect(Collectors.joining(", "));
  }

  private static String hint(Outcome outcome) {
    return switch (outcome) {
      case CONNECTION_REFUSED ->
          "is the API up? start it, or name another target with -e BASE_URL=http://HOST:PORT";
      case TIMEOUT ->
          "is the API up and reachable from here, or does a firewall swallow the connection?";
      case TLS ->
          "is the certificate valid for this name and signed by an authority that this JDK trusts?"
              + " for a test system of your own: --insecure-skip-tls-verify";
      case PROTOCOL_ERROR ->
          "does an HTTP/1.1 server listen there, and is it http or https as the URL says?";
      case CONNECTION_RESET, CONNECTION_CLOSED ->
          "something accepts the connection and drops it: is it http or https as the URL says?";
      default -> "name another target with -e BASE_URL=http://HOST:PORT";
    };
  }

  /** All of this agent's users, a few at a time; where the first fails, the others are spared. */
  private void checkLogins(Probe probe) throws PreflightException {
    EncodedRequest login = plan.login();
    if (login == null) {
      return;
    }
    List<Integer> vus = plan.firstVuOfEachUser(MOST_LOGINS);
    checkLogins(probe, login, vus.subList(0, 1), vus.size());
    for (int next = 1; next < vus.size(); next += LOGINS_AT_ONCE) {
      int end = Math.min(next + LOGINS_AT_ONCE, vus.size());
      checkLogins(probe, login, vus.subList(next, end), vus.size());
    }
  }

  private void checkLogins(Probe probe, EncodedRequest login, List<Integer> vus, int users)
      throws PreflightException {
    List<Finding> findings = probe.sendAll(login, vus);
    for (int i = 0; i < findings.size(); i++) {
      if (findings.get(i).outcome() != Outcome.OK) {
        throw loginFails(login, vus.get(i), findings.get(i), users);
      }
    }
  }

  private PreflightException loginFails(EncodedRequest login, int vu, Finding finding, int users) {
    var request = test.requests().get(login.index());
    String who =
        test.users().isEmpty()
            ? ""
            : String.format(
                Locale.ROOT, " of user %d (of %d tried)", test.users().rowOfVu(vu) + 1, users);
    return refuse(
        String.format(
            Locale.ROOT,
            "the login%s fails: %s %s%s: %s",
            who,
            request.method(),
            origin,
            request.path().source(),
            finding.words()),
        "do the test users exist? create them with: pulse users create",
        "is the secret set, in the API and for the scenario (password, BASE_URL of the right"
            + " system)?",
        "try by hand: " + new CurlLine(test, origin, vu).of(request));
  }

  private static PreflightException refuse(String... lines) {
    return new PreflightException(List.of(lines));
  }
}
