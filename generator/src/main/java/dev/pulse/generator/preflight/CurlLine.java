package dev.pulse.generator.preflight;

import dev.pulse.generator.http.Origin;
import dev.pulse.scenario.Header;
import dev.pulse.scenario.LoadTest;
import dev.pulse.scenario.Redaction;
import dev.pulse.scenario.Request;
import dev.pulse.scenario.Template;
import dev.pulse.scenario.TemplateValues;
import dev.pulse.scenario.UserPool;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A request as a line for a shell, filled in for one VU, secrets masked. */
final class CurlLine {
  /** A JSON member whose name says that its value is secret. */
  private static final Pattern SECRET_MEMBER =
      Pattern.compile(
          "(\"[^\"]*(?:passw|secret|token|key|credential)[^\"]*\"\\s*:\\s*)\"[^\"]*\"",
          Pattern.CASE_INSENSITIVE);

  private final LoadTest test;
  private final Origin origin;
  private final int vu;
  private final TemplateValues values = new Masked();

  CurlLine(LoadTest test, Origin origin, int vu) {
    this.test = test;
    this.origin = origin;
    this.vu = vu;
  }

  /** The line. */
  String of(Request request) {
    var line = new StringBuilder("curl -i -X ").append(request.method());
    for (Header header : request.headers()) {
      boolean secret = Redaction.isSecretName(header.name());
      String value = secret ? Redaction.MASK : text(header.value());
      line.append(" -H ").append(quoted(header.name() + ": " + value));
    }
    if (!request.body().isEmpty()) {
      line.append(" -d ").append(quoted(masked(text(request.body()))));
    }
    line.append(' ').append(quoted(origin + text(request.path())));
    return test.redaction().apply(line.toString());
  }

  private static String masked(String body) {
    return SECRET_MEMBER.matcher(body).replaceAll("$1\"" + Redaction.MASK + "\"");
  }

  private String text(Template template) {
    return template.render(values).orElse(template.source());
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private final class Masked implements TemplateValues {
    @Override
    public CharSequence user(int column) {
      UserPool users = test.users();
      boolean secret = Redaction.isSecretName(users.columns().get(column));
      return secret ? Redaction.MASK : users.value(users.rowOfVu(vu), column);
    }

    @Override
    public @Nullable CharSequence extracted(int slot) {
      return null;
    }

    @Override
    public int vu() {
      return vu;
    }

    @Override
    public int iteration() {
      return 0;
    }
  }
}
