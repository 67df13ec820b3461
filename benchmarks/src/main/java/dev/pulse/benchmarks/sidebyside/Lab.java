package dev.pulse.benchmarks.sidebyside;

import dev.pulse.benchmarks.process.BrokerProcess;
import dev.pulse.benchmarks.process.GeneratorMain;
import dev.pulse.benchmarks.process.GeneratorOutput;
import dev.pulse.benchmarks.process.Jvm;
import dev.pulse.benchmarks.process.TargetServer;
import dev.pulse.benchmarks.process.ToolFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** One machine, one server, and the tools that load it one after the other. */
final class Lab {
  /** Connections, or VUs without think time, of each tool. */
  static final int CONNECTIONS = 50;

  /** VUs with think time. */
  static final int MANY_VUS = 5_000;

  /** From the first requests: JITs are done with most of their work. */
  private static final Duration WARM_UP = Duration.ofSeconds(5);

  /** Measuring ends this long before the load does. */
  private static final Duration MARGIN = Duration.ofSeconds(2);

  /** For starting, and for what a tool does after its load. */
  private static final Duration AROUND = Duration.ofSeconds(45);

  private static final String RUN = "side-by-side";

  private final Options options;
  private final Path folder;
  private final TargetServer server;
  private final LongSupplier nanoTime;

  Lab(Options options, Path folder, TargetServer server, LongSupplier nanoTime) {
    this.options = options;
    this.folder = folder;
    this.server = server;
    this.nanoTime = nanoTime;
  }

  private Watch watch() {
    Duration length = options.length();
    Duration steady = length.minus(WARM_UP).minus(MARGIN);
    return new Watch(server, nanoTime, WARM_UP, steady, length.plus(AROUND));
  }

  private Measurement run(String name, List<String> command)
      throws IOException, InterruptedException, ToolFailedException {
    return watch()
        .run(
            options.generators().command(command).directory(folder.toFile()),
            folder.resolve(name + ".txt"));
  }

  /** wrk with one thread: the limit, nothing is kept. */
  Measurement wrk() throws IOException, InterruptedException, ToolFailedException {
    var measurement =
        run(
            "wrk",
            List.of(
                "wrk",
                "-t1",
                "-c" + CONNECTIONS,
                "-d" + options.length().toSeconds() + "s",
                server.origin() + "/"));
    var output = WrkOutput.parse(measurement.output());
    if (output.errors() > 0) {
      throw new ToolFailedException(
          output.errors() + " requests failed", folder.resolve("wrk.txt"));
    }
    return measurement;
  }

  /** One tool's samples. */
  record Kept(Measurement measurement, long samples, long bytes) {
    double bytesPerSample() {
      return (double) bytes / samples;
    }
  }

  /** k6 with every sample in a JSON file. */
  Kept k6() throws IOException, InterruptedException, ToolFailedException {
    Path script = folder.resolve("k6.js");
    Path json = folder.resolve("k6.json");
    Files.writeString(
        script,
        "import http from 'k6/http';\nexport default function () { http.get('"
            + server.origin()
            + "/'); }\n");
    var measurement =
        run(
            "k6",
            List.of(
                "k6",
                "run",
                "--quiet",
                "--no-usage-report",
                "--vus=" + CONNECTIONS,
                "--duration=" + options.length().toSeconds() + "s",
                "--out=json=" + json,
                script.toString()));
    var output = K6Output.parse(measurement.output());
    if (output.failed() > 0) {
      throw new ToolFailedException(output.failed() + " requests failed", folder.resolve("k6.txt"));
    }
    long bytes = Files.size(json);
    Files.delete(json);
    return new Kept(measurement, output.requests(), bytes);
  }

  /** This generator, saturated, every sample in Kafka. */
  Kept pulse(BrokerProcess broker) throws IOException, InterruptedException, ToolFailedException {
    return generate(broker, RUN, "pulse", CONNECTIONS, "0s");
  }

  /** This generator with many VUs that think for a second. */
  Kept manyVus(BrokerProcess broker) throws IOException, InterruptedException, ToolFailedException {
    return generate(broker, "many-vus", "vus", MANY_VUS, "1s");
  }

  private Kept generate(BrokerProcess broker, String run, String name, int vus, String thinkTime)
      throws IOException, InterruptedException, ToolFailedException {
    long before = broker.sampleBytes();
    Path scenario = folder.resolve(name + ".yaml");
    Files.writeString(scenario, scenario(vus, thinkTime));
    var command =
        Jvm.command(
            GeneratorMain.class, jvmFlags(), broker.bootstrapServers(), run, scenario.toString());
    var measurement = run(name, command);
    var account = GeneratorOutput.parse(measurement.output());
    if (account.lost() > 0 || account.acknowledged() < measurement.steady().requests()) {
      throw new ToolFailedException("samples are missing", folder.resolve(name + ".txt"));
    }
    return new Kept(measurement, account.acknowledged(), broker.sampleBytes() - before);
  }

  private List<String> jvmFlags() {
    var flags = new ArrayList<>(List.of("-Xms32m", "-Xmn16m", "-Xmx512m"));
    flags.addAll(options.jvmFlags());
    return flags;
  }

  private String scenario(int vus, String thinkTime) {
    return String.format(
        Locale.ROOT,
        """
        baseUrl: %s
        requests:
          page: { path: / }
        scenarios:
          load:
            executor: constant-vus
            vus: %d
            duration: %ds
            gracefulStop: 5s
            thinkTime: %s
            mix: { page: 1 }
        """,
        server.origin(),
        vus,
        options.length().toSeconds(),
        thinkTime);
  }

  /** The aggregator over the saturated run. */
  AggregatorOutput aggregator(BrokerProcess broker, long samples)
      throws IOException, InterruptedException, ToolFailedException {
    Path output = folder.resolve("aggregator.txt");
    var command =
        Jvm.command(
            AggregatorMain.class,
            List.of("-Xmx768m"),
            broker.bootstrapServers(),
            RUN,
            Long.toString(samples));
    var process =
        options
            .generators()
            .command(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = process.waitFor(AROUND.plusMinutes(2).toSeconds(), TimeUnit.SECONDS);
      if (!ended || process.exitValue() != 0) {
        throw new ToolFailedException("the aggregator failed", output);
      }
    } finally {
      process.destroyForcibly();
    }
    return AggregatorOutput.parse(Files.readString(output));
  }
}
