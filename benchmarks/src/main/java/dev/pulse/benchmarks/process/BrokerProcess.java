package dev.pulse.benchmarks.process;

import dev.pulse.protocol.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A broker in a JVM of its own, and what lies on its disk. */
public final class BrokerProcess implements AutoCloseable {
  private static final int CLOSE_SECONDS = 15;
  private static final Pattern SAMPLE_LOG =
      Pattern.compile(".*/" + Pattern.quote(Topics.SAMPLES) + "-\\d+/\\d+\\.log");

  private final Process process;
  private final BufferedReader output;
  private final String bootstrapServers;
  private final Path data;

  private BrokerProcess(
      Process process, BufferedReader output, String bootstrapServers, Path data) {
    this.process = process;
    this.output = output;
    this.bootstrapServers = bootstrapServers;
    this.data = data;
  }

  /**
   * Starts it and waits until it serves clients and has its topics.
   *
   * @param folder for its data and log
   * @param place where it runs
   */
  public static BrokerProcess start(Path folder, Place place)
      throws IOException, ToolFailedException {
    Path data = folder.resolve("kafka");
    Path log = folder.resolve("kafka.log");
    var process =
        place
            .command(Jvm.command(BrokerMain.class, List.of("-Xmx384m"), data.toString()))
            .redirectError(log.toFile())
            .start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    String line = output.readLine();
    while (line != null && !line.startsWith("127.0.0.1:")) {
      line = output.readLine();
    }
    if (line == null) {
      throw new ToolFailedException("the broker did not start", log);
    }
    return new BrokerProcess(process, output, line, data);
  }

  /** What clients take. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /**
   * Bytes that producers have sent, as they were compressed.
   *
   * @param prefix of the topics' names
   */
  public long bytesIn(String prefix) throws IOException {
    process.getOutputStream().write((prefix + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    String line = output.readLine();
    if (line == null) {
      throw new IOException("the broker has ended");
    }
    return Long.parseLong(line);
  }

  /** Bytes of all records of samples on disk. */
  public long sampleBytes() throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      return files
          .filter(BrokerProcess::isSampleLog)
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }

  private static boolean isSampleLog(Path file) {
    return SAMPLE_LOG.matcher(file.toString()).matches();
  }

  /** Ends it. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (process.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
