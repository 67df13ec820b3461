package dev.pulse.scenario.file;

import java.util.Iterator;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** YAML text to nodes that know their lines, refusing what could take for ever. */
final class Document {
  /** The language itself needs seven levels. */
  private static final int MAX_DEPTH = 30;

  /** Shared headers or checks are a good use of them; a bomb needs many. */
  private static final int MAX_ALIASES = 50;

  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setMaxAliasesForCollections(MAX_ALIASES)
          .setAllowRecursiveKeys(false)
          .setCodePointLimit(ScenarioFile.MAX_BYTES)
          .build();

  private Document() {}

  /** The root node; empty if the text has none or is not YAML, and then the reason is noted. */
  static Optional<Node> parse(String text, Problems problems) {
    try {
      requireShallow(text);
      Optional<Node> root = new Compose(SETTINGS).composeString(text);
      if (root.isEmpty()) {
        problems.add(Problems.WHOLE_FILE, "must have requests and scenarios, is empty");
      }
      return root;
    } catch (MarkedYamlEngineException e) {
      problems.add(line(e), "must be YAML, but " + e.getProblem().replace('\n', ' '));
    } catch (YamlEngineException e) {
      problems.add(Problems.WHOLE_FILE, "must be YAML, but " + e.getMessage());
    } catch (TooDeep e) {
      problems.add(e.line, "must be nested at most " + MAX_DEPTH + " levels deep, is deeper");
    }
    return Optional.empty();
  }

  private static int line(MarkedYamlEngineException e) {
    Optional<Mark> mark = e.getProblemMark().isPresent() ? e.getProblemMark() : e.getContextMark();
    return mark.map(m -> m.getLine() + 1).orElse(Problems.WHOLE_FILE);
  }

  private static final class TooDeep extends Exception {
    private static final long serialVersionUID = 1;
    private final int line;

    TooDeep(int line) {
      this.line = line;
    }
  }

  // Composing recurses, and hostile nesting would end in a stack overflow; events do not.
  private static void requireShallow(String text) throws TooDeep {
    int depth = 0;
    Iterator<Event> events = new Parse(SETTINGS).parseString(text).iterator();
    while (events.hasNext()) {
      Event event = events.next();
      depth +=
          switch (event.getEventId()) {
            case MappingStart, SequenceStart -> 1;
            case MappingEnd, SequenceEnd -> -1;
            case Alias, Comment, DocumentEnd, DocumentStart, Scalar, StreamEnd, StreamStart -> 0;
          };
      if (depth > MAX_DEPTH) {
        throw new TooDeep(event.getStartMark().map(m -> m.getLine() + 1).orElse(1));
      }
    }
  }
}
