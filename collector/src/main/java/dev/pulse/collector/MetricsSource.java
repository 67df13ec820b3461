package dev.pulse.collector;

import dev.pulse.protocol.SystemClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Metrics of an application or exporter as it shows them itself, without a Prometheus between. */
final class MetricsSource implements Source {
  private static final String ACCEPTED = "text/plain;version=0.0.4";

  private final SourceSpec.Metrics spec;
  private final BoundedHttp http;
  private final Map<String, Level> before = new HashMap<>();

  /** A series' counters at the last reading. */
  private record Level(double metric, double per, long nanos) {}

  MetricsSource(SourceSpec.Metrics spec) {
    this.spec = spec;
    http = new BoundedHttp(spec.token());
  }

  @Override
  public List<Reading> read() throws IOException, InterruptedException {
    var samples = scrape();
    long nanos = SystemClock.nanoTime();
    var readings = new ArrayList<Reading>();
    var missing = new ArrayList<String>();
    for (SourceSpec.Measure measure : spec.series()) {
      try {
        reading(measure, samples, nanos).ifPresent(readings::add);
      } catch (IOException e) {
        before.remove(measure.series());
        missing.add(measure.series() + ": " + e.getMessage());
      }
    }
    if (!missing.isEmpty()) {
      throw new PartlyReadException(spec + " has no " + String.join("; ", missing), readings);
    }
    return readings;
  }

  private List<Exposition.Sample> scrape() throws IOException, InterruptedException {
    BoundedHttp.Answer answer;
    try {
      answer = http.send(BoundedHttp.to(spec.url().toString()).header("Accept", ACCEPTED).GET());
    } catch (IOException e) {
      before.clear();
      throw new IOException(spec + " does not answer: " + e.getMessage(), e);
    }
    if (answer.status() != 200) {
      before.clear();
      throw new IOException(spec + " answered " + answer.status() + advice(answer.status()));
    }
    try {
      return Exposition.parse(answer.body());
    } catch (IOException e) {
      before.clear();
      throw new IOException(spec + " shows no metrics: " + e.getMessage(), e);
    }
  }

  private static String advice(int status) {
    return switch (status) {
      case 401, 403 -> ": is tokenEnv the variable of a token that may read it?";
      case 404 -> ": is the path right?";
      default -> "";
    };
  }

  /** Empty where it is not known yet, or nothing that can be told. */
  private Optional<Reading> reading(
      SourceSpec.Measure measure, List<Exposition.Sample> samples, long nanos) throws IOException {
    var metric = sum(measure.metric(), samples);
    double value = metric.value();
    double per = 1;
    if (measure.per().isPresent()) {
      per = sum(measure.per().get(), samples).value();
    }
    if (measure.isRate()) {
      var now = new Level(value, per, nanos);
      var then = before.put(measure.series(), now);
      if (then == null || value < then.metric() || per < then.per()) {
        return Optional.empty();
      }
      value -= then.metric();
      per = measure.per().isPresent() ? per - then.per() : (nanos - then.nanos()) / 1e9;
    }
    double result = value / per;
    return Double.isFinite(result)
        ? Optional.of(
            new Reading(
                measure.series(),
                measure.unit(),
                spec.name(),
                result,
                metric.atEpochMillis() * 1_000,
                Map.of()))
        : Optional.empty();
  }

  private static Exposition.Sample sum(Exposition.Selector wanted, List<Exposition.Sample> samples)
      throws IOException {
    double sum = 0;
    long at = 0;
    boolean isThere = false;
    for (Exposition.Sample sample : samples) {
      if (wanted.matches(sample)) {
        isThere = true;
        sum += sample.value();
        at = Math.max(at, sample.atEpochMillis());
      }
    }
    if (!isThere) {
      throw new IOException(absent(wanted, samples));
    }
    return new Exposition.Sample(wanted.name(), wanted.labels(), sum, at);
  }

  private static String absent(Exposition.Selector wanted, List<Exposition.Sample> samples) {
    var labels =
        samples.stream()
            .filter(sample -> sample.name().equals(wanted.name()))
            .map(sample -> sample.labels().isEmpty() ? "none" : Exposition.shown(sample.labels()))
            .distinct()
            .limit(5)
            .toList();
    if (!labels.isEmpty()) {
      return "there is no " + wanted + ", but with " + String.join(", ", labels);
    }
    var names = samples.stream().map(Exposition.Sample::name).distinct().toList();
    return names.isEmpty()
        ? "it is empty"
        : "there is no "
            + wanted.name()
            + ", but "
            + String.join(", ", NearNames.of(wanted.name(), names));
  }

  @Override
  public String probe() throws IOException, InterruptedException {
    read();
    return spec + " answers, and has all " + spec.series().size() + " series";
  }

  @Override
  public void close() {
    // The client has no connection of its own to close.
  }
}
