package dev.pulse.benchmarks.sink;

import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.domain.WritePrecision;
import dev.pulse.aggregator.sink.InfluxSink;
import dev.pulse.aggregator.sink.InfluxTarget;
import dev.pulse.aggregator.sink.SinkConfig;
import dev.pulse.aggregator.sink.SinkLines;
import dev.pulse.benchmarks.process.BrokerProcess;
import dev.pulse.benchmarks.process.Place;
import dev.pulse.protocol.SystemClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The sink, from Kafka, beside the client alone with lines made beforehand, in turns: the ratio is
 * what to read.
 */
final class SinkThroughput {
  private static final int SERIES = 20;
  private static final int INTERVALS = 5_000;
  private static final int ROUNDS = 3;
  private static final int BATCH = 5_000;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private SinkThroughput() {}

  /** Runs it against the InfluxDB 1.8 at the address given. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("pulse-sink-benchmark");
    var stored = new StoredResults(SERIES, INTERVALS);
    var lines = SinkLines.of(StoredResults.RUN, StoredResults.START_EPOCH_MICROS, stored.results());
    try (var broker = BrokerProcess.start(folder, new Place("0,1", 0))) {
      stored.write(broker.bootstrapServers());
      System.out.println("| round | client alone, points/s | sink, points/s | sink : client |");
      System.out.println("|--:|--:|--:|--:|");
      for (int round = 1; round <= ROUNDS; round++) {
        double alone = alone(database(args[0], "alone" + round), lines);
        double sink = sink(database(args[0], "sink" + round), broker.bootstrapServers());
        System.out.printf(
            Locale.ROOT, "| %d | %,.0f | %,.0f | %.2f |%n", round, alone, sink, sink / alone);
      }
    }
  }

  /** Makes a database and gives its address. */
  private static String database(String influx, String name)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(influx + "/query?q=CREATE+DATABASE+" + name))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
    return influx + "/" + name;
  }

  private static double alone(String database, List<String> lines) {
    var target = InfluxTarget.of(database, Map.of());
    try (var client =
        InfluxDBClientFactory.create(target.url(), new char[0], target.org(), target.bucket())) {
      client.enableGzip();
      var api = client.getWriteApiBlocking();
      long begin = SystemClock.nanoTime();
      for (int from = 0; from < lines.size(); from += BATCH) {
        api.writeRecords(
            WritePrecision.US, lines.subList(from, Math.min(lines.size(), from + BATCH)));
      }
      return lines.size() / seconds(begin);
    }
  }

  private static double sink(String database, String bootstrapServers) throws InterruptedException {
    var config =
        SinkConfig.ofAllRuns(
            Map.of("bootstrap.servers", bootstrapServers), InfluxTarget.of(database, Map.of()));
    long begin = SystemClock.nanoTime();
    try (var sink = InfluxSink.start(config, SystemClock.wall())) {
      if (!sink.awaitWritten(PATIENCE)) {
        throw new IllegalStateException("not written: " + sink.progress());
      }
      return sink.progress().points() / seconds(begin);
    }
  }

  private static double seconds(long beginNanos) {
    return (SystemClock.nanoTime() - beginNanos) / 1e9;
  }
}
