package dev.pulse.integration.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The checkout that is under test, and the programs of this machine that read parts of it. */
final class Checkout {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** Longest run of one program, seconds. */
  private static final int PATIENCE_SECONDS = 60;

  private Checkout() {}

  /** What a program said, both streams. */
  record Said(int exitCode, String output) {}

  static String text(String path) throws IOException {
    return Files.readString(ROOT.resolve(path), UTF_8);
  }

  /** Runs a program in the checkout's root with nothing but these variables and PATH. */
  static Said run(Path scratch, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(scratch, "said", ".txt");
    var builder =
        new ProcessBuilder(command)
            .directory(ROOT.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().keySet().retainAll(List.of("PATH", "HOME"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(command + " did not end:\n" + Files.readString(output, UTF_8));
    }
    return new Said(process.exitValue(), Files.readString(output, UTF_8));
  }

  /** A program on PATH. */
  static Optional<Path> program(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Whether a program that is missing is a failure, as in continuous integration. */
  static boolean isAllRequired() {
    return "true".equals(System.getenv("PULSE_REQUIRE_ALL"));
  }
}
