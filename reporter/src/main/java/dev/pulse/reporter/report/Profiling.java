package dev.pulse.reporter.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a target of each kind is profiled while a single user is on it; PID stands for its process.
 */
final class Profiling {
  private static final Map<String, List<String>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put(
        "java",
        List.of(
            "asprof -d 60 -f profile.html PID",
            "jcmd PID JFR.start duration=60s filename=profile.jfr",
            "jcmd PID GC.class_histogram"));
    COMMANDS.put(
        "python",
        List.of(
            "py-spy record --duration 60 --output profile.svg --pid PID",
            "python -m cProfile -o profile.out app.py"));
    COMMANDS.put("node", List.of("npx 0x -- node app.js", "npx clinic doctor -- node app.js"));
    COMMANDS.put(
        "go", List.of("go tool pprof -http=: http://HOST:PORT/debug/pprof/profile?seconds=60"));
    COMMANDS.put("ruby", List.of("rbspy record --duration 60 --pid PID"));
  }

  private Profiling() {}

  /** For the programs that were watched; for all kinds where none of them is known. */
  static List<Map<String, Object>> of(Set<String> programs) {
    var known = COMMANDS.keySet().stream().filter(programs::contains).toList();
    var rows = new ArrayList<Map<String, Object>>();
    for (String program : known.isEmpty() ? List.copyOf(COMMANDS.keySet()) : known) {
      rows.add(
          RunModel.map("program", program, "commands", COMMANDS.getOrDefault(program, List.of())));
    }
    return rows;
  }
}
