package dev.pulse.scenario.file;

import java.util.ArrayList;
import java.util.List;

/**
 * Comma-separated values by RFC 4180: quotes around what holds a comma, a line break or a quote,
 * and a quote twice for itself. Empty lines are skipped.
 *
 * @param rows at least one value each
 * @param lines where each row begins, from 1
 */
record Csv(List<List<String>> rows, List<Integer> lines) {

  /**
   * Takes a text apart.
   *
   * @throws SourceText.Unreadable if a quote is not closed
   */
  static Csv parse(String text) throws SourceText.Unreadable {
    var parser = new Parser(text);
    while (parser.hasMore()) {
      parser.row();
    }
    return new Csv(parser.rows, parser.lines);
  }

  private static final class Parser {
    private final String text;
    private final List<List<String>> rows = new ArrayList<>();
    private final List<Integer> lines = new ArrayList<>();
    private int position;
    private int line = 1;

    Parser(String text) {
      this.text = text;
    }

    boolean hasMore() {
      return position < text.length();
    }

    void row() throws SourceText.Unreadable {
      int start = line;
      var row = new ArrayList<String>();
      row.add(value());
      while (hasMore() && text.charAt(position) == ',') {
        position++;
        row.add(value());
      }
      lineBreak();
      if (row.size() > 1 || !row.get(0).isBlank()) {
        rows.add(row);
        lines.add(start);
      }
    }

    private void lineBreak() throws SourceText.Unreadable {
      if (!hasMore()) {
        return;
      }
      if (text.startsWith("\r\n", position)) {
        position += 2;
      } else if (text.charAt(position) == '\n') {
        position++;
      } else {
        throw new SourceText.Unreadable(line, "a closing quote must be followed by a comma");
      }
      line++;
    }

    private String value() throws SourceText.Unreadable {
      if (hasMore() && text.charAt(position) == '"') {
        return quoted();
      }
      int start = position;
      while (hasMore() && !endsValue()) {
        position++;
      }
      return text.substring(start, position);
    }

    private boolean endsValue() {
      char c = text.charAt(position);
      return c == ',' || c == '\n' || text.startsWith("\r\n", position);
    }

    private String quoted() throws SourceText.Unreadable {
      int start = line;
      var value = new StringBuilder();
      position++;
      while (hasMore()) {
        char c = text.charAt(position++);
        boolean doubled = c == '"' && text.startsWith("\"", position);
        if (c == '"' && !doubled) {
          return value.toString();
        }
        position += doubled ? 1 : 0;
        line += c == '\n' ? 1 : 0;
        value.append(c);
      }
      throw new SourceText.Unreadable(start, "a quote must be closed, is open to the end");
    }
  }
}
