package dev.pulse.collector;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads what {@code --collect FILE} names; what it does not know it refuses. Passwords come from
 * the environment: the file names their variables. docs/collecting.md explains every key.
 */
public final class CollectFile {
  private static final int MAX_CHARS = 100_000;
  private static final int LAST_OF_LATIN_1 = 0xFF;
  private static final int MAX_PORT = 65_535;
  private static final int LONGEST_INTERVAL = 60;
  private static final Pattern SECONDS = Pattern.compile("([0-9]{1,3})s");
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,7})(MiB|GiB)");
  private static final String SOURCES = "sources";

  private final String file;
  private final Map<String, String> environment;

  private CollectFile(String file, Map<String, String> environment) {
    this.file = file;
    this.environment = environment;
  }

  /**
   * Reads a file.
   *
   * @param environment holds the passwords
   * @throws CollectException if it is not such a file, or a variable that it names is not set
   * @throws IOException if it cannot be read
   */
  public static CollectPlan read(Path file, Map<String, String> environment)
      throws CollectException, IOException {
    return parse(file.toString(), Files.readString(file), environment);
  }

  /** The same of a file's content. */
  static CollectPlan parse(String file, String yaml, Map<String, String> environment)
      throws CollectException {
    return new CollectFile(file, environment).plan(yaml);
  }

  private CollectPlan plan(String yaml) throws CollectException {
    if (yaml.length() > MAX_CHARS) {
      throw error("", "has more than " + MAX_CHARS + " characters");
    }
    Object root;
    try {
      root = new Load(LoadSettings.builder().setLabel(file).build()).loadFromString(yaml);
    } catch (YamlEngineException e) {
      throw new CollectException(file + ": not YAML: " + e.getMessage(), e);
    }
    var top = new Keys("", root);
    top.allow("interval", SOURCES);
    var sources = new ArrayList<SourceSpec>();
    for (var entry : top.mapping(SOURCES).entrySet()) {
      String name = String.valueOf(entry.getKey());
      sources.add(source(name, new Keys(SOURCES + "." + name, entry.getValue())));
    }
    if (sources.isEmpty()) {
      throw error(SOURCES, "names no source");
    }
    return new CollectPlan(interval(top), sources);
  }

  private Duration interval(Keys top) throws CollectException {
    String text = top.text("interval", "2s");
    var found = SECONDS.matcher(text);
    int seconds = found.matches() ? Integer.parseInt(found.group(1)) : 0;
    if (seconds < 1 || seconds > LONGEST_INTERVAL) {
      throw error("interval", "must be 1s to " + LONGEST_INTERVAL + "s, is " + text);
    }
    return Duration.ofSeconds(seconds);
  }

  private SourceSpec source(String name, Keys keys) throws CollectException {
    String type = keys.text("type");
    return switch (type) {
      case "postgresql" -> {
        keys.allow("type", "host", "port", "database", "user", "passwordEnv");
        yield new SourceSpec.Postgres(
            name,
            keys.text("host", "127.0.0.1"),
            keys.number("port", 5_432, MAX_PORT),
            keys.text("database"),
            keys.text("user"),
            secret(keys, "passwordEnv"));
      }
      case "redis" -> {
        keys.allow("type", "host", "port", "user", "passwordEnv");
        yield new SourceSpec.Redis(
            name,
            keys.text("host", "127.0.0.1"),
            keys.number("port", 6_379, MAX_PORT),
            keys.text("user", ""),
            secret(keys, "passwordEnv"));
      }
      case "prometheus" -> {
        keys.allow("type", "url", "tokenEnv", "queries");
        yield new SourceSpec.Prometheus(name, url(keys), token(keys), queries(keys));
      }
      case "metrics" -> {
        keys.allow("type", "url", "tokenEnv", "series");
        yield new SourceSpec.Metrics(name, url(keys), token(keys), measures(keys));
      }
      case "kubernetes" -> kubernetes(name, keys);
      case "process" -> {
        keys.allow("type", "pid", "port", "cpuLimit", "memoryLimit");
        int pid = keys.number("pid", 0, Integer.MAX_VALUE);
        int port = keys.number("port", 0, MAX_PORT);
        if ((pid == 0) == (port == 0)) {
          throw error(keys.place, "needs either pid or port");
        }
        yield new SourceSpec.LocalProcess(name, pid, port, cores(keys), bytes(keys));
      }
      case "host" -> {
        keys.allow("type");
        yield new SourceSpec.Host(name);
      }
      default ->
          throw error(
              keys.place + ".type",
              "must be postgresql, redis, prometheus, metrics, kubernetes, process or host, is "
                  + type);
    };
  }

  private SourceSpec kubernetes(String name, Keys keys) throws CollectException {
    keys.allow("type", "namespace", "selector", "deployment", "hpa", "kubeconfig", "context");
    String kubeconfig = keys.text("kubeconfig", "");
    if (kubeconfig.isEmpty() && !environment.containsKey("KUBERNETES_SERVICE_HOST")) {
      throw error(
          keys.place + ".kubeconfig",
          "is missing; only in a pod of the cluster it may be left out");
    }
    if (kubeconfig.isEmpty() && !keys.text("context", "").isEmpty()) {
      throw error(keys.place + ".context", "is one of a kubeconfig, which is missing");
    }
    return new SourceSpec.Kubernetes(
        name,
        objectName(keys, "namespace", keys.text("namespace")),
        keys.text("selector", ""),
        objectName(keys, "deployment", keys.text("deployment", "")),
        objectName(keys, "hpa", keys.text("hpa", "")),
        kubeconfig,
        keys.text("context", ""));
  }

  private String objectName(Keys keys, String key, String value) throws CollectException {
    if (!value.matches("([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?)?")) {
      throw error(keys.place + "." + key, "must be a name of Kubernetes, is " + value);
    }
    return value;
  }

  private double cores(Keys keys) throws CollectException {
    String text = keys.text("cpuLimit", "0");
    double cores = text.matches("[0-9]{1,4}(\\.[0-9]{1,6})?") ? Double.parseDouble(text) : -1;
    if (cores < 0) {
      throw error(keys.place + ".cpuLimit", "must be a number of cores such as 0.5, is " + text);
    }
    return cores;
  }

  private long bytes(Keys keys) throws CollectException {
    String text = keys.text("memoryLimit", "0MiB");
    var found = SIZE.matcher(text);
    if (!found.matches()) {
      throw error(keys.place + ".memoryLimit", "must be a size such as 512MiB or 2GiB, is " + text);
    }
    return Long.parseLong(found.group(1)) << (found.group(2).equals("GiB") ? 30 : 20);
  }

  private URI url(Keys keys) throws CollectException {
    String text = keys.text("url");
    if (!text.matches("https?://[^/?#@]+(/[^?#]*)?")) {
      throw error(keys.place + ".url", "must be like http://HOST:9090, without a password");
    }
    return URI.create(text.replaceAll("/+$", ""));
  }

  private List<SourceSpec.Query> queries(Keys keys) throws CollectException {
    var queries = new ArrayList<SourceSpec.Query>();
    for (var entry : keys.mapping("queries").entrySet()) {
      String series = String.valueOf(entry.getKey());
      var query = new Keys(keys.place + ".queries." + series, entry.getValue());
      query.allow("unit", "label", "query");
      checkSeries(query, series);
      queries.add(
          new SourceSpec.Query(
              series, query.text("unit", ""), query.text("label", ""), query.text("query")));
    }
    if (queries.isEmpty()) {
      throw error(keys.place + ".queries", "names no query");
    }
    return queries;
  }

  private List<SourceSpec.Measure> measures(Keys keys) throws CollectException {
    var measures = new ArrayList<SourceSpec.Measure>();
    for (var entry : keys.mapping("series").entrySet()) {
      String series = String.valueOf(entry.getKey());
      var measure = new Keys(keys.place + ".series." + series, entry.getValue());
      measure.allow("metric", "per", "rate", "unit");
      checkSeries(measure, series);
      boolean isRate = measure.isTrue("rate");
      Optional<Exposition.Selector> per =
          measure.text("per", "").isEmpty()
              ? Optional.empty()
              : Optional.of(selector(measure, "per"));
      String unit = measure.text("unit", isRate && per.isEmpty() ? Reading.PER_SECOND : "");
      measures.add(new SourceSpec.Measure(series, unit, selector(measure, "metric"), per, isRate));
    }
    if (measures.isEmpty()) {
      throw error(keys.place + ".series", "names no series");
    }
    return measures;
  }

  private Exposition.Selector selector(Keys keys, String key) throws CollectException {
    try {
      return Exposition.Selector.parse(keys.text(key));
    } catch (IOException e) {
      throw error(keys.place + "." + key, String.valueOf(e.getMessage()));
    }
  }

  private void checkSeries(Keys keys, String series) throws CollectException {
    if (!series.matches("[a-z][a-z0-9_]{0,60}")) {
      throw error(keys.place, "a series is named by small letters, digits and _");
    }
  }

  private String secret(Keys keys, String key) throws CollectException {
    String variable = keys.text(key, "");
    if (variable.isEmpty()) {
      return "";
    }
    // What is read from a file, such as a mounted secret, often ends with a line break.
    String value = environment.getOrDefault(variable, "").replaceAll("[\\r\\n]+$", "");
    if (value.isBlank()) {
      throw error(keys.place + "." + key, "the environment has no variable " + variable);
    }
    return value;
  }

  /** A secret that goes into a header, which cannot hold every character. */
  private String token(Keys keys) throws CollectException {
    String token = secret(keys, "tokenEnv").strip();
    if (token.chars().anyMatch(c -> Character.isISOControl(c) || c > LAST_OF_LATIN_1)) {
      throw error(
          keys.place + ".tokenEnv",
          "the variable "
              + keys.text("tokenEnv")
              + " holds a line break or other character that no token has");
    }
    return token;
  }

  private CollectException error(String place, String what) {
    return new CollectException(file + ": " + (place.isEmpty() ? "" : place + ": ") + what);
  }

  /** The keys of one mapping. */
  private final class Keys {
    private final String place;
    private final Map<?, ?> values;

    Keys(String place, Object node) throws CollectException {
      this.place = place;
      if (!(node instanceof Map<?, ?> map)) {
        throw error(place, "must be a mapping of keys to values");
      }
      values = map;
    }

    void allow(String... keys) throws CollectException {
      var allowed = new TreeSet<>(Set.of(keys));
      for (Object key : values.keySet()) {
        if (!allowed.contains(String.valueOf(key))) {
          throw error(place, "unknown key " + key + ", allowed are " + String.join(", ", allowed));
        }
      }
    }

    String text(String key) throws CollectException {
      String value = text(key, "");
      if (value.isEmpty()) {
        throw error(place + "." + key, "is missing");
      }
      return value;
    }

    String text(String key, String absent) throws CollectException {
      Object value = values.get(key);
      if (value == null) {
        return absent;
      }
      if (value instanceof Map || value instanceof List) {
        throw error(place + "." + key, "must be one value");
      }
      return value.toString();
    }

    boolean isTrue(String key) throws CollectException {
      String text = text(key, "false");
      if (!text.equals("true") && !text.equals("false")) {
        throw error(place + "." + key, "must be true or false, is " + text);
      }
      return text.equals("true");
    }

    int number(String key, int absent, int most) throws CollectException {
      String text = text(key, Integer.toString(absent));
      long number = text.matches("[0-9]{1,10}") ? Long.parseLong(text) : -1;
      if (number < 0 || number > most) {
        throw error(place + "." + key, "must be a whole number up to " + most + ", is " + text);
      }
      return (int) number;
    }

    Map<?, ?> mapping(String key) throws CollectException {
      Object value = values.get(key);
      if (value instanceof Map<?, ?> map) {
        return map;
      }
      throw error(place.isEmpty() ? key : place + "." + key, "must be a mapping of names");
    }
  }
}
