package dev.pulse.collector;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the text in which exporters and applications show their metrics to a Prometheus, version
 * 0.0.4, and what OpenMetrics adds to it as far as values go.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">the format</a>
 */
final class Exposition {
  /** More is no endpoint of one application. */
  private static final int MOST_SAMPLES = 100_000;

  private static final int SHOWN = 60;

  /** As Go reads and writes numbers, but for hexadecimal ones, which nobody writes. */
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

  private final String line;
  private int at;

  private Exposition(String line) {
    this.line = line;
  }

  /**
   * One value.
   *
   * @param value may be NaN or infinite
   * @param atEpochMillis the time that it is told to be of; 0: none is told
   */
  record Sample(String name, Map<String, String> labels, double value, long atEpochMillis) {
    /** Copies the labels. */
    Sample {
      labels = Map.copyOf(labels);
    }
  }

  /** Metrics by name, and those labels that must be as told. */
  record Selector(String name, Map<String, String> labels) {
    /** Copies the labels. */
    Selector {
      labels = Map.copyOf(labels);
    }

    /**
     * One written like a line without its value, such as {@code
     * jvm_memory_used_bytes{area="heap"}}.
     *
     * @throws IOException if it is none, with the place
     */
    static Selector parse(String text) throws IOException {
      var reader = new Exposition(text.strip());
      String name = reader.name();
      Map<String, String> labels = reader.labels();
      if (reader.at < reader.line.length()) {
        throw reader.wrong("must end after the labels");
      }
      return new Selector(name, labels);
    }

    boolean matches(Sample sample) {
      return sample.name().equals(name)
          && sample.labels().entrySet().containsAll(labels.entrySet());
    }

    @Override
    public String toString() {
      return name + shown(labels);
    }
  }

  /** As they are written in a selector, by name; empty where there are none. */
  static String shown(Map<String, String> labels) {
    return labels.isEmpty()
        ? ""
        : labels.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(label -> label.getKey() + "=\"" + label.getValue() + "\"")
            .collect(Collectors.joining(",", "{", "}"));
  }

  /**
   * All samples, in order.
   *
   * @throws IOException if a line is none of the format, or there are too many: says which, and
   *     what was expected
   */
  static List<Sample> parse(String text) throws IOException {
    boolean isOpenMetrics = text.stripTrailing().endsWith("# EOF");
    var samples = new ArrayList<Sample>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String bare = line.strip();
      if (bare.isEmpty() || bare.startsWith("#")) {
        continue;
      }
      if (samples.size() == MOST_SAMPLES) {
        throw new IOException("more than " + MOST_SAMPLES + " series");
      }
      try {
        samples.add(new Exposition(bare).sample(isOpenMetrics));
      } catch (IOException e) {
        throw new IOException("line " + number + ": " + e.getMessage(), e);
      }
    }
    return samples;
  }

  private Sample sample(boolean isOpenMetrics) throws IOException {
    String name = name();
    Map<String, String> labels = labels();
    String rest = line.substring(at);
    int exemplar = isOpenMetrics ? rest.indexOf(" # ") : -1;
    String[] words =
        (exemplar < 0 ? rest : rest.substring(0, exemplar)).strip().split("[ \t]+", -1);
    if (words.length > 2) {
      throw wrong("has more than a value and a time");
    }
    long millis = 0;
    if (words.length == 2) {
      millis = Math.round(number(words[1]) * (isOpenMetrics ? 1e3 : 1));
    }
    return new Sample(name, labels, number(words[0]), millis);
  }

  private String name() throws IOException {
    int from = at;
    while (at < line.length() && isOfName(line.charAt(at), at > from)) {
      at++;
    }
    if (at == from) {
      throw wrong("must begin with a name");
    }
    return line.substring(from, at);
  }

  private static boolean isOfName(char c, boolean isInside) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '_'
        || c == ':'
        || (isInside && c >= '0' && c <= '9');
  }

  private Map<String, String> labels() throws IOException {
    var labels = new LinkedHashMap<String, String>();
    skipBlanks();
    if (!takes('{')) {
      return labels;
    }
    skipBlanks();
    while (!takes('}')) {
      String label = name();
      skipBlanks();
      if (!takes('=')) {
        throw wrong("must have = after label " + label);
      }
      skipBlanks();
      labels.put(label, quoted());
      skipBlanks();
      if (!takes(',') && !(at < line.length() && line.charAt(at) == '}')) {
        throw wrong("must have , or } after label " + label);
      }
      skipBlanks();
    }
    return labels;
  }

  private String quoted() throws IOException {
    if (!takes('"')) {
      throw wrong("must have a label's value in quotes");
    }
    var value = new StringBuilder();
    while (!takes('"')) {
      if (at == line.length()) {
        throw wrong("must close the quotes of a label's value");
      }
      value.append(takes('\\') ? escaped() : line.charAt(at++));
    }
    return value.toString();
  }

  private char escaped() throws IOException {
    if (takes('n')) {
      return '\n';
    }
    if (at < line.length() && (line.charAt(at) == '\\' || line.charAt(at) == '"')) {
      return line.charAt(at++);
    }
    throw wrong("has a backslash before what needs none");
  }

  private boolean takes(char wanted) {
    boolean isThere = at < line.length() && line.charAt(at) == wanted;
    if (isThere) {
      at++;
    }
    return isThere;
  }

  private void skipBlanks() {
    while (takes(' ') || takes('\t')) {
      // The next one.
    }
  }

  private double number(String text) throws IOException {
    if (NUMBER.matcher(text).matches()) {
      return Double.parseDouble(text);
    }
    return switch (text.startsWith("+") ? text.substring(1) : text) {
      case "NaN" -> Double.NaN;
      case "Inf", "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Inf", "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw wrong("must have a number, has \"" + text + "\"");
    };
  }

  private IOException wrong(String rule) {
    String shown = line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
    return new IOException(rule + ": " + shown);
  }
}
