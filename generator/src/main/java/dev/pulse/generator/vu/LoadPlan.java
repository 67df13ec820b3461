package dev.pulse.generator.vu;

import dev.pulse.generator.http.EncodedRequest;
import dev.pulse.generator.http.Origin;
import dev.pulse.generator.record.ErrorNames;
import dev.pulse.protocol.SampleNames;
import dev.pulse.scenario.LoadTest;
import dev.pulse.scenario.Request;
import dev.pulse.scenario.Scenario;
import dev.pulse.scenario.Shard;
import dev.pulse.scenario.Stage;
import dev.pulse.scenario.UserPool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A load test prepared to be run: requests encoded, names numbered, scenarios on the run clock.
 * Shared by all event loops.
 */
public final class LoadPlan {
  private final LoadTest test;
  private final List<EncodedRequest> requests;
  private final @Nullable EncodedRequest login;
  private final List<ScenarioProgram> programs = new ArrayList<>();
  private final SampleNames names;
  private final int[] tenantOfRow;

  /** Prepares a load test of which this agent runs all. */
  public LoadPlan(LoadTest test) {
    this(test, Shard.whole());
  }

  /** Prepares an agent's part of a load test. */
  public LoadPlan(LoadTest test, Shard shard) {
    this.test = test;
    requests = EncodedRequest.all(test.requests(), Origin.of(test.target()), test.http());
    login = test.login().map(l -> requests.get(l.requestIndex())).orElse(null);
    List<String> tenants = test.users().tenants();
    tenantOfRow = tenantOfRow(test.users(), tenants);
    var stages = new ArrayList<String>();
    int firstVu = 1;
    for (Scenario scenario : test.scenarios()) {
      programs.add(new ScenarioProgram(scenario, programs.size(), firstVu, stages.size(), shard));
      firstVu += scenario.executor().maxVus();
      scenario.executor().stages().stream().map(Stage::name).forEach(stages::add);
    }
    names =
        new SampleNames(
            test.requests().stream().map(Request::name).toList(),
            List.copyOf(stages),
            test.scenarios().stream().map(Scenario::name).toList(),
            tenants,
            ErrorNames.all());
  }

  private static int[] tenantOfRow(UserPool users, List<String> tenants) {
    Map<String, Integer> numbers = new HashMap<>();
    for (String tenant : tenants) {
      numbers.put(tenant, numbers.size() + 1);
    }
    int[] rows = new int[users.size()];
    int column = users.column(UserPool.TENANT_COLUMN);
    for (int row = 0; column >= 0 && row < rows.length; row++) {
      rows[row] = numbers.getOrDefault(users.value(row, column), 0);
    }
    return rows;
  }

  /** The dictionaries that samples point into. */
  public SampleNames names() {
    return names;
  }

  /** The load test. */
  public LoadTest test() {
    return test;
  }

  List<ScenarioProgram> programs() {
    return programs;
  }

  EncodedRequest request(int index) {
    return requests.get(index);
  }

  /** What each VU sends first, null if nothing. */
  public @Nullable EncodedRequest login() {
    return login;
  }

  /**
   * Numbers of this agent's VUs, the first of each user that its VUs log in as, in their order: one
   * VU where there are no users, the run's first where this agent has none.
   *
   * @param most so many at most
   */
  public List<Integer> firstVuOfEachUser(int most) {
    var vus = new ArrayList<Integer>();
    var seen = new HashSet<Integer>();
    for (ScenarioProgram program : programs) {
      for (int own = 0; own < program.ownVus() && vus.size() < most; own++) {
        int vu = program.firstVu + program.vuOf(own);
        if (seen.add(users().isEmpty() ? 0 : users().rowOfVu(vu))) {
          vus.add(vu);
        }
      }
    }
    return vus.isEmpty() ? List.of(1) : vus;
  }

  UserPool users() {
    return test.users();
  }

  int variables() {
    return test.variables().size();
  }

  /** Number of a VU's tenant, 0 if it has none. */
  int tenantOf(int vu) {
    return test.users().isEmpty() ? 0 : tenantOfRow[test.users().rowOfVu(vu)];
  }

  /** Where a VU's random numbers begin: different for each, the same in each run of a seed. */
  long seedOf(int scenario, int vu) {
    return mix(mix(test.seed() + scenario) + vu);
  }

  /** A number in [0, 1) for an arrival that no VU has a random number for. */
  double drawOf(int scenario, long arrival) {
    return (mix(seedOf(scenario, -2) + arrival) >>> 11) * 0x1p-53;
  }

  /** Where the random distances of arrivals begin: where no VU's numbers do. */
  long arrivalSeed(int scenario) {
    return seedOf(scenario, -1);
  }

  /** Stafford's variant 13 of the MurmurHash3 finalizer. */
  static long mix(long value) {
    long v = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    v = (v ^ (v >>> 27)) * 0x94D049BB133111EBL;
    return v ^ (v >>> 31);
  }
}
