package dev.pulse.benchmarks.bottlenecks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What was found in each case, over repeated runs. */
final class Confusion {
  private static final String NOTHING = "nothing";

  private final Map<Case, List<List<Finding>>> runs = new EnumMap<>(Case.class);

  /** Adds what a run found. */
  void add(Case fault, List<Finding> findings) {
    runs.computeIfAbsent(fault, none -> new ArrayList<>()).add(List.copyOf(findings));
  }

  /** Faults by what was found first, and then all of it, as Markdown. */
  String markdown() {
    var text = new StringBuilder();
    var columns = new TreeSet<String>();
    runs.values().forEach(all -> all.forEach(found -> columns.add(first(found))));
    text.append("| fault | ");
    columns.forEach(column -> text.append(heading(column)).append(" | "));
    text.append("as it should be |\n|---|").append("---|".repeat(columns.size() + 1)).append('\n');
    runs.forEach((fault, all) -> text.append(row(fault, all, columns)));
    text.append("\n| fault | first | beside it |\n|---|---|---|\n");
    runs.forEach((fault, all) -> text.append(details(fault, all)));
    return text.toString();
  }

  private static String heading(String column) {
    return column.equals(NOTHING) ? NOTHING : "`" + column + "`";
  }

  private static String row(Case fault, List<List<Finding>> all, Set<String> columns) {
    var text = new StringBuilder("| ").append(fault.label()).append(" | ");
    for (String column : columns) {
      long count = all.stream().filter(found -> first(found).equals(column)).count();
      text.append(count == 0 ? "" : Long.toString(count)).append(" | ");
    }
    long right = all.stream().filter(fault::isNamedBy).count();
    return text.append(right).append(" of ").append(all.size()).append(" |\n").toString();
  }

  private static String first(List<Finding> findings) {
    return findings.isEmpty() ? NOTHING : findings.get(0).rule();
  }

  private static String details(Case fault, List<List<Finding>> all) {
    String first = counted(all.stream().flatMap(found -> found.stream().limit(1)).toList());
    String others = counted(all.stream().flatMap(found -> found.stream().skip(1)).toList());
    return "| " + fault.label() + " | " + first + " | " + others + " |\n";
  }

  private static String counted(List<Finding> findings) {
    Map<String, Integer> counts = new TreeMap<>();
    findings.forEach(finding -> counts.merge(finding.toString(), 1, Integer::sum));
    return counts.isEmpty()
        ? "–"
        : counts.entrySet().stream()
            .map(count -> count.getKey() + " × " + count.getValue())
            .collect(Collectors.joining(", "));
  }
}
