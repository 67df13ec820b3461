package dev.pulse.scenario.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds {@code docs/scenarios.md} to its word. */
class ReferenceTest {
  private static final String REFERENCE =
      Repository.read(Repository.ROOT.resolve("docs/scenarios.md"));
  private static final Pattern GOOD = Pattern.compile("(?s)```yaml\n(.*?)```");
  private static final Pattern WRONG =
      Pattern.compile("(?s)```yaml wrong\n(.*?)```\\s+```text\n(.*?)```");
  private static final String REQUESTS = "requests:\n  home: { path: / }\n";
  private static final String SCENARIO =
      "scenarios:\n  main: { executor: constant-vus, duration: 10s, mix: { home: 1 } }\n";

  private final Path folder;

  ReferenceTest(@TempDir Path folder) {
    this.folder = folder;
  }

  record Wrong(String yaml, List<String> messages) {}

  static Stream<String> goodExamples() {
    return GOOD.matcher(REFERENCE).results().map(match -> match.group(1));
  }

  static List<Wrong> wrongExamples() {
    var examples = new ArrayList<Wrong>();
    Matcher matcher = WRONG.matcher(REFERENCE);
    while (matcher.find()) {
      examples.add(new Wrong(matcher.group(1), matcher.group(2).lines().toList()));
    }
    return examples;
  }

  @ParameterizedTest
  @MethodSource("goodExamples")
  void goodExampleLoadsAndSatisfiesTheSchema(String example) throws Exception {
    String yaml =
        example
            + (example.contains("requests:\n") ? "" : REQUESTS)
            + (example.contains("scenarios:\n") ? "" : SCENARIO);
    assertThat(ScenarioFile.load(write(yaml), Map.of(), Overrides.NONE).requests()).isNotEmpty();
    assertThat(Repository.schemaErrors(yaml)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("wrongExamples")
  void wrongExampleGivesTheDocumentedMessages(Wrong example) throws Exception {
    Path file = write(example.yaml());
    var e =
        catchThrowableOfType(
            ScenarioException.class, () -> ScenarioFile.load(file, Map.of(), Overrides.NONE));
    assertThat(e.lines().stream().map(line -> line.replace(folder + "/", "")))
        .isEqualTo(example.messages());
  }

  @Test
  void referenceHasExamplesOfBothKinds() {
    assertThat(goodExamples()).hasSizeGreaterThan(5);
    assertThat(wrongExamples()).hasSizeGreaterThan(7);
  }

  private Path write(String yaml) throws Exception {
    Files.copy(Repository.SCENARIOS.resolve("users.csv"), folder.resolve("users.csv"));
    return Files.writeString(folder.resolve("load.yaml"), yaml);
  }
}
