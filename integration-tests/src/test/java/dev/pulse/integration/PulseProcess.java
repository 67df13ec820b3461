package dev.pulse.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The {@code pulse} command as a process of its own, in a folder of its own. */
public final class PulseProcess {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();

  private final Path folder;
  private final Process process;
  private final Path output;

  /** What a finished command left behind. */
  public record Result(int exitCode, String output) {}

  private PulseProcess(Path folder, Process process, Path output) {
    this.folder = folder;
    this.process = process;
    this.output = output;
  }

  /** Runs a command to its end. */
  public static Result run(Path folder, Duration patience, String... arguments) throws Exception {
    return start(folder, Map.of(), arguments).await(patience);
  }

  /** Starts a command whose data and reports go below the folder. */
  public static PulseProcess start(
      Path folder, Map<String, String> environment, String... arguments) throws IOException {
    return startWithin(new String[0], folder, environment, arguments);
  }

  /** The same by a program that is given the command line at the end of its own. */
  public static PulseProcess startWithin(
      String[] wrapper, Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    // A shell starts what follows & deaf to Ctrl-C, and its children inherit that.
    var command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.addAll(List.of(wrapper));
    command.addAll(List.of(JAVA, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")));
    // Where the shipped scenarios are, as the start script tells it.
    command.add("-Dpulse.checkout=" + Path.of("..").toAbsolutePath().normalize());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("dev.pulse.launcher.Pulse");
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(folder, arguments[0] + "-", ".out");
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("PULSE_HOME", folder.resolve(".pulse").toString());
    builder.environment().putAll(environment);
    return new PulseProcess(folder, builder.start(), output);
  }

  /** Waits for its end; kills it if that does not come. */
  public Result await(Duration patience) throws Exception {
    if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("pulse did not end within " + patience + ":\n" + output());
    }
    return new Result(process.exitValue(), output());
  }

  /** What it has written so far, both streams. */
  public String output() throws IOException {
    return Files.readString(output, UTF_8);
  }

  /** The process. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** Sends a signal by name, such as {@code INT}. */
  public void signal(String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** Processes that name this command's folder, on their command line or as where they stand. */
  public List<ProcessHandle> leftovers() {
    return ProcessHandle.allProcesses().filter(handle -> belongs(handle)).toList();
  }

  private boolean belongs(ProcessHandle handle) {
    try {
      Path proc = Path.of("/proc", Long.toString(handle.pid()));
      boolean standsHere = Files.readSymbolicLink(proc.resolve("cwd")).startsWith(folder);
      return standsHere || Files.readString(proc.resolve("cmdline"), UTF_8).contains(folder + "/");
    } catch (IOException e) {
      // It ended while we looked.
      return false;
    }
  }
}
