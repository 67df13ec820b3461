package dev.pulse.scenario.file;

import dev.pulse.scenario.Check;
import dev.pulse.scenario.Durations;
import dev.pulse.scenario.Header;
import dev.pulse.scenario.JsonPointer;
import dev.pulse.scenario.Request;
import dev.pulse.scenario.StatusSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The list {@code checks} of a request. */
final class ChecksReader {
  private static final List<String> KINDS =
      List.of("status", "latency", "contains", "header", "json");
  private static final List<String> KEYS =
      List.of("status", "latency", "contains", "header", "json", "name");
  private static final Pattern RANGE = Pattern.compile("(\\d{3})(?:\\s*(?:-|\\.\\.)\\s*(\\d{3}))?");

  private final String request;

  ChecksReader(String request) {
    this.request = request;
  }

  List<Check> read(Value checks) {
    var read = new ArrayList<Check>();
    List<Value> entries = checks.list("a list of checks such as - status: 200");
    if (entries.size() > Request.MAX_CHECKS) {
      checks.problem("must have at most " + Request.MAX_CHECKS + " checks, has " + entries.size());
      return List.of();
    }
    for (Value entry : entries) {
      check(entry.section(KEYS)).ifPresent(check -> addUnique(read, check, entry));
    }
    return read;
  }

  private static void addUnique(List<Check> checks, Check check, Value entry) {
    if (checks.stream().anyMatch(other -> other.name().equals(check.name()))) {
      entry.problem("must have a name of its own, is a second " + Problems.shown(check.name()));
    } else {
      checks.add(check);
    }
  }

  private Optional<Check> check(Section entry) {
    List<String> kinds = KINDS.stream().filter(entry::has).toList();
    if (kinds.size() != 1) {
      entry
          .place()
          .problem(
              "must have exactly one of "
                  + Suggestion.list(KINDS)
                  + ", has "
                  + (kinds.isEmpty() ? "none" : Suggestion.list(kinds)));
      return Optional.empty();
    }
    String kind = kinds.get(0);
    Optional<Value> value = entry.get(kind);
    return value.flatMap(
        v ->
            switch (kind) {
              case "status" -> status(entry, v);
              case "latency" -> latency(entry, v);
              case "contains" -> contains(entry, v);
              case "header" -> header(entry, v);
              default -> json(entry, v);
            });
  }

  private String name(Section entry, String generated) {
    return entry
        .get("name")
        .flatMap(name -> name.words("the name of the check"))
        .orElse(request + " " + generated);
  }

  private Optional<Check> status(Section entry, Value value) {
    return statuses(value)
        .map(allowed -> new Check.Status(name(entry, "status " + allowed), allowed));
  }

  /** One status, a range such as {@code 200-299}, or a list of either. */
  static Optional<StatusSet> statuses(Value value) {
    String allowed = "a status such as 200, a range such as 200-299, or a list of them";
    List<Value> entries = value.isSequence() ? value.list(allowed) : List.of(value);
    var ranges = new ArrayList<StatusSet.Range>();
    for (Value entry : entries) {
      entry.words(allowed).flatMap(text -> range(entry, text)).ifPresent(ranges::add);
    }
    if (ranges.size() < entries.size()) {
      return Optional.empty();
    }
    return value.attempt(() -> new StatusSet(ranges));
  }

  private static Optional<StatusSet.Range> range(Value value, String text) {
    Matcher range = RANGE.matcher(text);
    if (!range.matches()) {
      value.problem(
          "must be a status such as 200 or a range such as 200-299, is " + Problems.shown(text));
      return Optional.empty();
    }
    int from = Integer.parseInt(range.group(1));
    int to = range.group(2) == null ? from : Integer.parseInt(range.group(2));
    return value.attempt(() -> new StatusSet.Range(from, to));
  }

  private Optional<Check> latency(Section entry, Value value) {
    String allowed = "a bound such as <500ms";
    Optional<String> text = value.words(allowed);
    if (text.isPresent() && !text.get().startsWith("<")) {
      value.problem("must be " + allowed + ", is " + Problems.shown(text.get()));
      return Optional.empty();
    }
    return text.flatMap(
        bound ->
            value.attempt(
                () -> {
                  Duration below = Durations.parse(bound.substring(1).strip());
                  String name = name(entry, "latency <" + Durations.format(below));
                  return new Check.Latency(name, below);
                }));
  }

  private Optional<Check> contains(Section entry, Value value) {
    return value
        .text("the text that the body contains")
        .flatMap(
            text ->
                value.attempt(() -> new Check.BodyContains(name(entry, "contains " + text), text)));
  }

  private Optional<Check> header(Section entry, Value value) {
    Section header = value.section(List.of("name", "equals"));
    Optional<String> name = header.require("name", "a header").flatMap(v -> v.words("a header"));
    Optional<String> equal = header.require("equals", "its value").flatMap(v -> v.text("text"));
    if (name.isEmpty() || equal.isEmpty()) {
      return Optional.empty();
    }
    if (!Header.isName(name.get())) {
      value.problem("must name a header such as Content-Type, is " + Problems.shown(name.get()));
      return Optional.empty();
    }
    String generated = "header " + name.get() + " " + equal.get();
    return Optional.of(new Check.HeaderEquals(name(entry, generated), name.get(), equal.get()));
  }

  private Optional<Check> json(Section entry, Value value) {
    if (!value.isMapping()) {
      return pointer(value)
          .map(p -> new Check.Json(name(entry, "json " + p.text()), p, Optional.empty()));
    }
    Section json = value.section(List.of("pointer", "equals"));
    Optional<JsonPointer> pointer =
        json.require("pointer", "a JSON Pointer such as /token").flatMap(ChecksReader::pointer);
    Optional<String> equal = json.get("equals").flatMap(v -> v.text("text, a number or true"));
    return pointer.map(p -> new Check.Json(name(entry, jsonName(p, equal)), p, equal));
  }

  private static String jsonName(JsonPointer pointer, Optional<String> equal) {
    return "json " + pointer.text() + equal.map(text -> " = " + text).orElse("");
  }

  static Optional<JsonPointer> pointer(Value value) {
    return value
        .text("a JSON Pointer such as /token")
        .flatMap(text -> value.attempt(() -> JsonPointer.parse(text)));
  }
}
