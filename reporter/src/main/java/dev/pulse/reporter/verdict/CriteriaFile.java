package dev.pulse.reporter.verdict;

import dev.pulse.reporter.settings.SettingsException;
import dev.pulse.reporter.settings.SettingsFile;
import dev.pulse.reporter.settings.SettingsFile.Scalar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * Reads {@code criteria.yaml}: two levels of keys, each with a default; what it does not know it
 * refuses, naming file and line. The file in the project's root explains every key.
 */
public final class CriteriaFile {
  private static final Set<String> KEYS =
      new TreeSet<>(
          Set.of(
              "p99.ideal",
              "p99.acceptance",
              "p99.marginal",
              "error_rate.acceptance",
              "error_rate.marginal",
              "cpu.acceptance",
              "memory.acceptance",
              "evidence.confidence",
              "evidence.resamples",
              "evidence.samples_beyond",
              "evidence.min_intervals",
              "load.start_lag",
              "load.loop_lag",
              "load.machine_cpu",
              "load.vus_held",
              "load.tolerated_seconds",
              "load.longest_gap"));
  private static final Pattern DURATION =
      Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,6})?)(us|ms|s)");
  private static final Pattern PERCENT = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,6})?)%");
  private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");

  private final String file;
  private final SettingsFile nodes;
  private final Map<String, Scalar> values = new HashMap<>();

  private CriteriaFile(String file) {
    this.file = file;
    this.nodes = new SettingsFile(file);
  }

  /**
   * Reads a file.
   *
   * @throws SettingsException if it is not such a file
   * @throws IOException if it cannot be read
   */
  public static Criteria read(Path file) throws SettingsException, IOException {
    return parse(file.toString(), Files.readString(file));
  }

  /**
   * Reads a file's content.
   *
   * @param file its name for messages
   * @throws SettingsException if it is not such a file
   */
  public static Criteria parse(String file, String yaml) throws SettingsException {
    var reader = new CriteriaFile(file);
    reader.collect(reader.nodes.compose(yaml));
    return reader.criteria();
  }

  private void collect(Optional<Node> root) throws SettingsException {
    if (root.isEmpty()) {
      return;
    }
    for (NodeTuple section : nodes.mapping(root.get(), "the file")) {
      String name = nodes.scalar(section.getKeyNode(), "a key").text();
      if (KEYS.stream().noneMatch(key -> key.startsWith(name + "."))) {
        throw nodes.error(
            section.getKeyNode(), "unknown key " + name + ", allowed are " + sections());
      }
      for (NodeTuple entry : nodes.mapping(section.getValueNode(), name)) {
        put(name + "." + nodes.scalar(entry.getKeyNode(), "a key").text(), entry);
      }
    }
  }

  private static String sections() {
    var sections = new TreeSet<String>();
    KEYS.forEach(key -> sections.add(key.substring(0, key.indexOf('.'))));
    return String.join(", ", sections);
  }

  private void put(String key, NodeTuple entry) throws SettingsException {
    if (!KEYS.contains(key)) {
      throw nodes.error(
          entry.getKeyNode(), "unknown key " + key + ", allowed are " + String.join(", ", KEYS));
    }
    values.put(key, nodes.scalar(entry.getValueNode(), key));
  }

  private Criteria criteria() throws SettingsException {
    var base = Criteria.DEFAULT;
    try {
      return new Criteria(
          band(
              micros("p99.ideal", base.p99Micros().ideal()),
              micros("p99.acceptance", base.p99Micros().acceptance()),
              micros("p99.marginal", base.p99Micros().marginal()),
              "p99"),
          errorRate(base.errorRate()),
          new Criteria.Utilisation(
              share("cpu.acceptance", base.utilisation().cpu()),
              share("memory.acceptance", base.utilisation().memory())),
          evidence(base.evidence()),
          load(base.load()));
    } catch (IllegalArgumentException e) {
      throw new SettingsException(file + ":1: " + e.getMessage(), e);
    }
  }

  private Band errorRate(Band base) throws SettingsException {
    double acceptance = share("error_rate.acceptance", base.acceptance());
    double marginal = share("error_rate.marginal", base.marginal());
    return band(acceptance, acceptance, marginal, "error_rate");
  }

  private Band band(double ideal, double acceptance, double marginal, String section)
      throws SettingsException {
    try {
      return new Band(Math.min(ideal, acceptance), acceptance, marginal);
    } catch (IllegalArgumentException e) {
      int line =
          values.containsKey(section + ".acceptance")
              ? values.getOrDefault(section + ".acceptance", new Scalar("", 1)).line()
              : 1;
      throw new SettingsException(file + ":" + line + ": " + section + ": " + e.getMessage(), e);
    }
  }

  private Criteria.Evidence evidence(Criteria.Evidence base) throws SettingsException {
    return new Criteria.Evidence(
        share("evidence.confidence", base.confidence()),
        count("evidence.resamples", base.resamples()),
        count("evidence.samples_beyond", base.samplesBeyond()),
        count("evidence.min_intervals", base.minIntervals()));
  }

  private Criteria.LoadLimits load(Criteria.LoadLimits base) throws SettingsException {
    return new Criteria.LoadLimits(
        (long) micros("load.start_lag", (double) base.startLagMicros()),
        (long) micros("load.loop_lag", (double) base.loopLagMicros()),
        share("load.machine_cpu", base.machineCpu()),
        share("load.vus_held", base.vusHeld()),
        share("load.tolerated_seconds", base.toleratedSeconds()),
        (long) micros("load.longest_gap", (double) base.longestGapMicros()));
  }

  private double micros(String key, double base) throws SettingsException {
    return number(key, base, DURATION, "a duration such as 500ms or 2s");
  }

  private double share(String key, double base) throws SettingsException {
    return number(key, base, PERCENT, "a percentage such as 1% or 0.5%");
  }

  private int count(String key, int base) throws SettingsException {
    return (int) number(key, base, COUNT, "a whole number such as 1000");
  }

  private double number(String key, double base, Pattern pattern, String rule)
      throws SettingsException {
    Scalar typed = values.get(key);
    if (typed == null) {
      return base;
    }
    var parts = pattern.matcher(typed.text());
    if (!parts.matches()) {
      throw new SettingsException(
          String.format(
              Locale.ROOT,
              "%s:%d: %s must be %s, is \"%s\"",
              file,
              typed.line(),
              key,
              rule,
              typed.text()));
    }
    if (pattern == COUNT) {
      return Double.parseDouble(typed.text());
    }
    double value = Double.parseDouble(parts.group(1));
    return pattern == PERCENT ? value / 100 : value * micros(parts.group(2));
  }

  private static double micros(String unit) {
    return switch (unit) {
      case "s" -> 1e6;
      case "ms" -> 1e3;
      default -> 1;
    };
  }
}
