package dev.pulse.scenario.file;

import dev.pulse.scenario.HttpOptions;
import dev.pulse.scenario.LoadTest;
import dev.pulse.scenario.Login;
import dev.pulse.scenario.Request;
import dev.pulse.scenario.Scenario;
import dev.pulse.scenario.Threshold;
import dev.pulse.scenario.UserPool;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The language from the top down. */
final class LoadTestReader {
  /** Where a target that nobody named is looked for. */
  private static final String DEFAULT_BASE_URL = "http://localhost:8000";

  /** Any number does; the same file gives the same mix. */
  private static final long DEFAULT_SEED = 1;

  private static final long MAX_SEED = 999_999_999_999_999_999L;

  private static final List<String> KEYS =
      List.of(
          "name",
          "description",
          "baseUrl",
          "seed",
          "tags",
          "collect",
          "http",
          "users",
          "headers",
          "login",
          "requests",
          "scenarios",
          "thresholds");
  private static final List<String> HTTP_KEYS =
      List.of("timeout", "maxBodyBytes", "maxRedirects", "insecureSkipTlsVerify");

  private final Path path;
  private final SourceText source;
  private final Overrides overrides;
  private final Optional<UserPool> knownUsers;

  LoadTestReader(Path path, SourceText source, Overrides overrides, Optional<UserPool> knownUsers) {
    this.knownUsers = knownUsers;
    this.path = path;
    this.source = source;
    this.overrides = overrides;
  }

  /** The load test; where it is empty, or where problems were noted, it must not be used. */
  Optional<LoadTest> read(Value root) {
    Section file = root.section(KEYS);
    if (!root.isMapping()) {
      return Optional.empty();
    }
    URI target = target(file);
    UserPool users =
        file.get("users")
            .map(value -> new UsersReader(path, knownUsers).read(value))
            .orElse(UserPool.NONE);
    List<String> variables = RequestsReader.extractedNames(file);
    var reader =
        new RequestsReader(
            new TemplateReader(users, variables), variables, basePath(target), file.get("headers"));
    List<Request> requests = requests(file, reader);
    List<Scenario> scenarios = scenarios(file, root);
    List<Threshold> thresholds =
        file.get("thresholds")
            .map(value -> new ThresholdsReader(requests, scenarios).read(value))
            .orElse(List.of());
    HttpOptions http = http(file);
    Map<String, String> tags = tags(file);
    String name = file.text("name", name(path));
    String description = file.text("description", "");
    String collect = file.text("collect", "");
    long seed = overrides.seed().orElse(file.number("seed", 0, MAX_SEED, DEFAULT_SEED));
    return root.unlessProblems(
        () ->
            new LoadTest(
                name,
                description,
                path.toString(),
                source.sha256(),
                target,
                scenarios,
                requests,
                variables,
                thresholds,
                http,
                users,
                file.get("login").map(login -> new Login(0)),
                tags,
                collect,
                seed,
                root.substitution().redaction()));
  }

  private static String name(Path path) {
    String file = String.valueOf(path.getFileName());
    int dot = file.lastIndexOf('.');
    return dot > 0 ? file.substring(0, dot) : file;
  }

  private static List<Request> requests(Section file, RequestsReader reader) {
    var requests = new ArrayList<Request>();
    file.get("login").flatMap(reader::login).ifPresent(requests::add);
    Optional<Value> section = file.require("requests", "a mapping of name to request");
    section.ifPresent(value -> addRequests(value, reader, requests));
    return requests;
  }

  private static void addRequests(Value section, RequestsReader reader, List<Request> requests) {
    Map<String, Value> entries = section.entries("a mapping of name to request");
    if (entries.isEmpty() && section.isMapping()) {
      section.problem("must have at least one request, has none");
    }
    entries.forEach(
        (name, value) -> {
          if (requests.stream()
              .anyMatch(request -> request.login() && request.name().equals(name))) {
            value.problem("must have another name than the login, which is " + name);
          }
          reader.request(name, value).ifPresent(requests::add);
        });
  }

  private List<Scenario> scenarios(Section file, Value root) {
    List<String> names =
        file.get("requests")
            .filter(Value::isMapping)
            .map(value -> List.copyOf(value.entries("").keySet()))
            .orElse(List.of());
    var reader = new ScenariosReader(names, file.has("login") ? 1 : 0);
    List<Scenario> scenarios =
        file.require("scenarios", "a mapping of name to scenario")
            .map(reader::read)
            .orElse(List.of());
    return OverriddenExecutor.apply(overrides, scenarios, root);
  }

  private static URI target(Section file) {
    return file.get("baseUrl")
        .flatMap(
            value ->
                value
                    .words("a URL such as " + DEFAULT_BASE_URL)
                    .flatMap(text -> target(value, text)))
        .orElse(URI.create(DEFAULT_BASE_URL));
  }

  private static Optional<URI> target(Value value, String text) {
    String rule = "must be an http or https URL such as " + DEFAULT_BASE_URL;
    try {
      URI uri = new URI(text);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean bare = uri.getRawQuery() == null && uri.getRawFragment() == null;
      boolean port = uri.getPort() == -1 || (uri.getPort() > 0 && uri.getPort() < 65_536);
      if (uri.getRawUserInfo() != null) {
        value.problem(rule + " without user and password; send them as a header");
      } else if (!http || uri.getHost() == null || !bare || !port) {
        value.problem(rule + ", without ? and #, is " + Problems.shown(text));
      } else {
        return Optional.of(uri);
      }
    } catch (URISyntaxException e) {
      value.problem(rule + ", is " + Problems.shown(text));
    }
    return Optional.empty();
  }

  private static String basePath(URI target) {
    String path = target.getRawPath() == null ? "" : target.getRawPath();
    return path.replaceAll("/+$", "");
  }

  private HttpOptions http(Section file) {
    HttpOptions otherwise = HttpOptions.DEFAULT;
    HttpOptions http = file.get("http").flatMap(LoadTestReader::http).orElse(otherwise);
    return overrides.insecureSkipTlsVerify()
        ? new HttpOptions(http.timeout(), http.maxBodyBytes(), http.maxRedirects(), true)
        : http;
  }

  private static Optional<HttpOptions> http(Value value) {
    Section http = value.section(HTTP_KEYS);
    return value.attempt(
        () ->
            new HttpOptions(
                http.duration("timeout", HttpOptions.DEFAULT_TIMEOUT),
                http.number("maxBodyBytes", 0, 1L << 40, HttpOptions.DEFAULT_MAX_BODY_BYTES),
                (int) http.number("maxRedirects", 0, 100, HttpOptions.DEFAULT_MAX_REDIRECTS),
                http.flag("insecureSkipTlsVerify")));
  }

  private Map<String, String> tags(Section file) {
    var tags = new LinkedHashMap<String, String>();
    file.get("tags")
        .ifPresent(
            section ->
                section
                    .entries("a mapping of tag to value")
                    .forEach((tag, value) -> value.text("text").ifPresent(t -> tags.put(tag, t))));
    tags.putAll(overrides.tags());
    return tags;
  }
}
