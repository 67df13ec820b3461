package dev.pulse.scenario.file;

import dev.pulse.scenario.Check;
import dev.pulse.scenario.Escaping;
import dev.pulse.scenario.Extraction;
import dev.pulse.scenario.Header;
import dev.pulse.scenario.Request;
import dev.pulse.scenario.StatusSet;
import dev.pulse.scenario.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sections {@code login}, {@code requests} and {@code headers}. */
final class RequestsReader {
  private static final List<String> KEYS =
      List.of(
          "method", "path", "headers", "body", "checks", "extract", "expectedStatuses", "timeout");
  private static final List<String> LOGIN_KEYS =
      List.of(
          "name",
          "method",
          "path",
          "headers",
          "body",
          "checks",
          "extract",
          "expectedStatuses",
          "timeout");
  private static final String CONTENT_TYPE = "Content-Type";

  private final TemplateReader templates;
  private final List<String> variables;
  private final String basePath;
  private final List<Header> defaultHeaders;

  /**
   * A reader for one file.
   *
   * @param variables extracted ones by slot
   * @param basePath put before each path, empty or beginning with {@code /} and not ending in it
   * @param headers the section of headers for every request
   */
  RequestsReader(
      TemplateReader templates, List<String> variables, String basePath, Optional<Value> headers) {
    this.templates = templates;
    this.variables = variables;
    this.basePath = basePath;
    this.defaultHeaders = headers.map(this::headers).orElse(List.of());
  }

  /** Names that requests extract, in the order typed, found before any template is read. */
  static List<String> extractedNames(Section file) {
    var names = new ArrayList<String>();
    file.get("login").ifPresent(login -> addExtracted(login, names));
    file.get("requests")
        .filter(Value::isMapping)
        .ifPresent(
            requests ->
                requests.entries("").values().forEach(request -> addExtracted(request, names)));
    return names;
  }

  private static void addExtracted(Value request, List<String> names) {
    Optional<Value> extract =
        request.isMapping()
            ? Optional.ofNullable(request.entries("").get("extract"))
            : Optional.empty();
    extract
        .filter(Value::isMapping)
        .ifPresent(
            section ->
                section.entries("").keySet().stream()
                    .filter(name -> !names.contains(name))
                    .forEach(names::add));
  }

  Optional<Request> login(Value login) {
    Section section = login.section(LOGIN_KEYS);
    return request(section.text("name", "login"), section, true);
  }

  Optional<Request> request(String name, Value value) {
    return request(name, value.section(KEYS), false);
  }

  private Optional<Request> request(String name, Section section, boolean login) {
    Value place = section.place();
    Template path =
        section
            .require("path", "such as /portfolio")
            .map(value -> path(value))
            .orElse(Template.constant("/"));
    Template body = section.get("body").map(this::body).orElse(Template.EMPTY);
    List<Check> checks =
        section.get("checks").map(value -> new ChecksReader(name).read(value)).orElse(List.of());
    StatusSet expected =
        section.get("expectedStatuses").flatMap(ChecksReader::statuses).orElse(StatusSet.DEFAULT);
    return place.attempt(
        () ->
            new Request(
                name,
                section.text("method", login ? "POST" : "GET"),
                path.precededBy(basePath),
                allHeaders(section, body, login),
                body,
                checks,
                section.get("extract").map(this::extractions).orElse(List.of()),
                expected,
                section.get("timeout").flatMap(Value::duration),
                login));
  }

  private Template path(Value value) {
    Template path = templates.read(value, Escaping.PATH);
    if (!path.source().startsWith("/")) {
      value.problem("must begin with /, is " + Problems.shown(path.source()));
      return Template.constant("/");
    }
    if (path.source().chars().anyMatch(c -> c <= ' ' || c == 0x7f || c == '#')) {
      value.problem(
          "must not hold spaces or #, write %20 or %23, is " + Problems.shown(path.source()));
    }
    return path;
  }

  /** A body that looks like JSON gets values escaped for it. */
  private Template body(Value value) {
    String raw = value.raw("text").orElse("").strip();
    boolean json = raw.startsWith("[") || raw.startsWith("{");
    return templates.read(value, json ? Escaping.JSON : Escaping.NONE);
  }

  private List<Header> allHeaders(Section section, Template body, boolean login) {
    List<Header> own = section.get("headers").map(this::headers).orElse(List.of());
    var headers = new ArrayList<Header>();
    for (Header header : defaultHeaders) {
      boolean known = !login || !usesExtracted(header.value());
      if (known && !has(own, header.name())) {
        headers.add(header);
      }
    }
    headers.addAll(own);
    if (body.escaping() == Escaping.JSON && !has(headers, CONTENT_TYPE)) {
      headers.add(new Header(CONTENT_TYPE, Template.constant("application/json")));
    }
    return headers;
  }

  private static boolean usesExtracted(Template template) {
    return template.parts().stream().anyMatch(Template.Extracted.class::isInstance);
  }

  private static boolean has(List<Header> headers, String name) {
    return headers.stream().anyMatch(header -> header.name().equalsIgnoreCase(name));
  }

  private List<Header> headers(Value section) {
    var headers = new ArrayList<Header>();
    for (Map.Entry<String, Value> entry : section.entries("a mapping of headers").entrySet()) {
      Value value = entry.getValue();
      Template template = templates.read(value, Escaping.HEADER);
      if (template.source().chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
        value.problem("must be one line without control characters");
      }
      value.attempt(() -> new Header(entry.getKey(), template)).ifPresent(headers::add);
    }
    return headers;
  }

  private List<Extraction> extractions(Value section) {
    var extractions = new ArrayList<Extraction>();
    for (Map.Entry<String, Value> entry :
        section
            .entries("a mapping of variable to JSON Pointer, such as token: /token")
            .entrySet()) {
      String name = entry.getKey();
      Value value = entry.getValue();
      if (!name.matches("[A-Za-z_][A-Za-z0-9_]{0,63}") || isReserved(name)) {
        value.problem("must have a name of letters, digits and _, other than vu and iteration");
        continue;
      }
      ChecksReader.pointer(value)
          .ifPresent(p -> extractions.add(new Extraction(name, variables.indexOf(name), p)));
    }
    return extractions;
  }

  private static boolean isReserved(String name) {
    return name.equals("vu") || name.equals("iteration");
  }
}
