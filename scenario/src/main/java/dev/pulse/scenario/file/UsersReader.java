package dev.pulse.scenario.file;

import dev.pulse.scenario.UserPool;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The section {@code users}: a CSV file, beside the scenario file or where its path leads. */
final class UsersReader {
  /** Half a million users, and still read in a blink. */
  private static final long MAX_BYTES = 32L << 20;

  private static final List<String> KEYS = List.of("file", "columns");

  private final Path scenarioFile;
  private final Optional<UserPool> known;

  UsersReader(Path scenarioFile, Optional<UserPool> known) {
    this.scenarioFile = scenarioFile;
    this.known = known;
  }

  UserPool read(Value users) {
    Section section = users.section(KEYS);
    Optional<Value> file = section.require("file", "the path of a CSV file");
    UserPool pool = known.or(() -> file.flatMap(this::load)).orElse(UserPool.NONE);
    if (!pool.columns().isEmpty()) {
      section.get("columns").ifPresent(columns -> requireColumns(columns, pool));
    }
    return pool;
  }

  private Optional<UserPool> load(Value file) {
    Optional<String> typed = file.words("the path of a CSV file");
    if (typed.isEmpty()) {
      return Optional.empty();
    }
    try {
      Csv csv = Csv.parse(SourceText.read(resolve(typed.get()), MAX_BYTES).text());
      return pool(file, typed.get(), csv);
    } catch (SourceText.Unreadable e) {
      String place = e.line > 0 ? typed.get() + ":" + e.line : typed.get();
      file.problem("cannot be used, " + place + ": " + e.words());
    } catch (InvalidPathException e) {
      file.problem("must be a path, is " + Problems.shown(typed.get()));
    }
    return Optional.empty();
  }

  private Path resolve(String typed) {
    return scenarioFile.toAbsolutePath().resolveSibling(typed);
  }

  private static Optional<UserPool> pool(Value file, String name, Csv csv) {
    if (csv.rows().size() < 2) {
      file.problem("must have a header line and at least one user, " + name + " has less");
      return Optional.empty();
    }
    List<String> columns = csv.rows().get(0).stream().map(String::strip).toList();
    for (int i = 1; i < csv.rows().size(); i++) {
      int values = csv.rows().get(i).size();
      if (values != columns.size()) {
        file.problem(
            String.format(
                Locale.ROOT,
                "must have %d values in each line, %s:%d has %d",
                columns.size(),
                name,
                csv.lines().get(i),
                values));
        return Optional.empty();
      }
    }
    return file.attempt(() -> new UserPool(columns, csv.rows().subList(1, csv.rows().size())));
  }

  private static void requireColumns(Value columns, UserPool pool) {
    for (Value entry : columns.list("a list of column names")) {
      entry
          .words("a column name")
          .filter(name -> pool.column(name) < 0)
          .ifPresent(
              name ->
                  entry.problem(
                      "must be a column of the users file, which has "
                          + Suggestion.list(new ArrayList<>(pool.columns()))
                          + ", is "
                          + Problems.shown(name)
                          + Suggestion.didYouMean(name, pool.columns())));
    }
  }
}
