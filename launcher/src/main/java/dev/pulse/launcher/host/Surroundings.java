package dev.pulse.launcher.host;

import dev.pulse.protocol.SystemClock;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What a command finds when it starts.
 *
 * @param terminal where it writes
 * @param environment variables of the process
 * @param workingDirectory absolute; relative paths of the command line start here
 * @param wall wall clock, for stamps
 * @param nanos monotonic nanoseconds, for durations
 */
public record Surroundings(
    Terminal terminal,
    Map<String, String> environment,
    Path workingDirectory,
    InstantSource wall,
    LongSupplier nanos) {

  /** Those of this process. */
  public static Surroundings ofProcess() {
    return new Surroundings(
        Terminal.ofProcess(System.getenv()),
        System.getenv(),
        Path.of("").toAbsolutePath(),
        SystemClock.wall(),
        SystemClock::nanoTime);
  }

  /** The data folder. */
  public PulseHome home() {
    String named = environment.getOrDefault(PulseHome.VARIABLE, "");
    return new PulseHome(workingDirectory.resolve(named.isEmpty() ? ".pulse" : named).normalize());
  }

  /** Where reports go, one folder for each run. */
  public Path reports() {
    return workingDirectory.resolve("reports");
  }

  /** The source checkout that this was started from, with the shipped scenarios; if it was. */
  public static Optional<Path> checkout() {
    return Optional.ofNullable(System.getProperty("pulse.checkout")).map(Path::of);
  }

  /** A path for people: relative to the working directory where it is in there. */
  public Path shortened(Path path) {
    return path.startsWith(workingDirectory) ? workingDirectory.relativize(path) : path;
  }

  /** Says to a person how it goes. */
  public void say(String line) {
    terminal.err().println(line);
  }

  /** Says it while another thread may be redrawing a line of progress, which comes again below. */
  public void sayOverProgress(String line) {
    say(terminal.errIsTerminal() ? Terminal.CLEAR + line : line);
  }
}
