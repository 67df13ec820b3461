package dev.pulse.scenario.file;

import dev.pulse.scenario.LoadTest;
import dev.pulse.scenario.UserPool;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads scenario files. */
public final class ScenarioFile {
  /** Largest file that is read: a hundred times what people write. */
  public static final int MAX_BYTES = 1 << 20;

  private ScenarioFile() {}

  /**
   * Variables as a run sees them: those of the command line, over those of the environment.
   *
   * @param commandLine from {@code -e NAME=value}
   * @param environment of the process
   */
  public static Map<String, String> variables(
      Map<String, String> commandLine, Map<String, String> environment) {
    var variables = new HashMap<>(environment);
    variables.putAll(commandLine);
    return variables;
  }

  /**
   * Reads, checks and resolves a file, together with the users file that it names.
   *
   * @param file as typed; messages and the run plan call it that
   * @param variables for {@code ${NAME}}, see {@link #variables}
   * @param overrides from the command line
   * @throws ScenarioException naming all that is wrong, each with its line
   */
  public static LoadTest load(Path file, Map<String, String> variables, Overrides overrides)
      throws ScenarioException {
    return load(file, variables, overrides, Optional.empty());
  }

  /**
   * The same with users that are known already, so that the users file need not be here.
   *
   * @param users instead of those of the users file; empty: read it
   * @throws ScenarioException naming all that is wrong, each with its line
   */
  public static LoadTest load(
      Path file, Map<String, String> variables, Overrides overrides, Optional<UserPool> users)
      throws ScenarioException {
    var problems = new Problems(file.toString());
    var substitution = new Substitution(variables);
    Optional<LoadTest> test = read(file, overrides, users, problems, substitution);
    problems.throwIfAny(substitution);
    return test.orElseThrow(() -> new AssertionError("no load test, and no reason why"));
  }

  private static Optional<LoadTest> read(
      Path file,
      Overrides overrides,
      Optional<UserPool> users,
      Problems problems,
      Substitution substitution) {
    try {
      SourceText source = SourceText.read(file, MAX_BYTES);
      Optional<Node> root = Document.parse(source.text(), problems);
      return root.flatMap(
          node ->
              new LoadTestReader(file, source, overrides, users)
                  .read(new Value(node, "", problems, substitution)));
    } catch (SourceText.Unreadable e) {
      problems.add(e.line, e.words());
      return Optional.empty();
    }
  }
}
