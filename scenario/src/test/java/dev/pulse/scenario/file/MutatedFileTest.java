package dev.pulse.scenario.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.scenario.LoadTest;
import dev.pulse.scenario.RunPlans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Files as they look after an accident with the keyboard. */
class MutatedFileTest {
  private static final String GOOD = Repository.read(Repository.SCENARIOS.resolve("baseline.yaml"));
  private static final String[] PIECES = {
    "{",
    "}",
    "[",
    "]",
    ":",
    "- ",
    "\n",
    "  ",
    "\t",
    "&a ",
    "*a",
    "<<: ",
    "${",
    "}",
    "!!int ",
    "\"",
    "'",
    "#",
    "|\n",
    "? ",
    "---\n",
    "...",
    "%",
    "@",
    "\0",
    "null",
    "-1",
    "99999999999999999999",
    "é",
    "\uFEFF",
    "0x1",
    "~",
    "1e9",
    "p(",
    "<",
    "user.",
    "&a [*a]",
    "2m: 3"
  };
  private static Path folder = Path.of("");

  @BeforeContainer
  static void createFolder() throws IOException {
    folder = Files.createTempDirectory("mutations");
    Files.copy(Repository.SCENARIOS.resolve("users.csv"), folder.resolve("users.csv"));
  }

  @AfterContainer
  static void deleteFolder() throws IOException {
    Files.deleteIfExists(folder.resolve("load.yaml"));
    Files.deleteIfExists(folder.resolve("users.csv"));
    Files.deleteIfExists(folder);
  }

  @Property(tries = 1500)
  void mutatedFileLoadsOrIsRefusedWithItsName(@ForAll long seed) throws IOException {
    Path file = Files.writeString(folder.resolve("load.yaml"), mutated(new Random(seed)));
    try {
      LoadTest test = ScenarioFile.load(file, Map.of(), Overrides.NONE);
      assertThat(RunPlans.of(test, "", 1, "").getScenariosCount()).isPositive();
    } catch (ScenarioException e) {
      assertThat(e.lines()).isNotEmpty().allMatch(line -> line.startsWith(file + ":"));
      assertThat(e.lines()).noneMatch(line -> line.contains("\n"));
    }
  }

  private static String mutated(Random random) {
    var text = new StringBuilder(GOOD);
    int edits = 1 + random.nextInt(4);
    for (int i = 0; i < edits && text.length() > 0; i++) {
      int at = random.nextInt(text.length());
      int end = Math.min(text.length(), at + random.nextInt(12));
      switch (random.nextInt(4)) {
        case 0 -> text.delete(at, end);
        case 1 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
        case 2 -> text.replace(at, end, PIECES[random.nextInt(PIECES.length)]);
        default -> text.insert(at, text.substring(at, end));
      }
    }
    return text.toString();
  }
}
