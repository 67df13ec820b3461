package dev.pulse.reporter.report;

import freemarker.cache.NullCacheStorage;
import freemarker.core.ParseException;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.SimpleObjectWrapper;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModelException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;

/**
 * The template of a report. It sees maps, lists, strings, numbers and booleans only: no Java
 * object, no class, no file, no other template.
 */
public final class ReportTemplate {
  private static final String DEFAULT = "load-testing-report-template.md";

  /** Longest report, so that a template with an endless loop ends. */
  private static final int MAX_CHARACTERS = 32_000_000;

  private final String name;
  private final String source;

  private ReportTemplate(String name, String source) {
    this.name = name;
    this.source = source;
  }

  /** The template of {@code docs/}, which is packaged with this class. */
  public static ReportTemplate standard() {
    try (InputStream in = ReportTemplate.class.getResourceAsStream(DEFAULT)) {
      if (in == null) {
        throw new IllegalStateException(DEFAULT + " is not packaged with this program");
      }
      return new ReportTemplate(DEFAULT, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(DEFAULT + " cannot be read from this program", e);
    }
  }

  /**
   * A user's own.
   *
   * @throws ReportException if the file cannot be read as UTF-8 text
   */
  public static ReportTemplate of(Path file) throws ReportException {
    try {
      return new ReportTemplate(file.toString(), Files.readString(file));
    } catch (MalformedInputException e) {
      throw new ReportException(file + ": a template must be UTF-8 text, this is not", e);
    } catch (IOException e) {
      throw new ReportException(file + ": the template cannot be read: " + reason(e), e);
    }
  }

  static String reason(IOException e) {
    String message = e.getMessage();
    return e.getClass().getSimpleName() + (message == null ? "" : " (" + message + ")");
  }

  /**
   * Fills it in.
   *
   * @param model maps, lists, strings, numbers and booleans
   * @throws ReportException if the template is wrong; the message begins with {@code FILE:LINE:}
   */
  String render(Map<String, Object> model) throws ReportException {
    var out = new CappedWriter(MAX_CHARACTERS);
    try {
      Map<String, Object> root = new HashMap<>(model);
      root.put("code", (TemplateMethodModelEx) ReportTemplate::code);
      new Template(name, source, configuration()).process(root, out);
      return out.toString();
    } catch (ParseException e) {
      throw fault(e.getLineNumber(), e.getEditorMessage(), e);
    } catch (TemplateException e) {
      Integer line = e.getLineNumber();
      throw fault(line == null ? 1 : line, e.getMessageWithoutStackTop(), e);
    } catch (IOException e) {
      throw fault(1, reason(e), e);
    }
  }

  /** {@code code(text)}: the text as a code span. */
  private static Object code(List<?> arguments) throws TemplateModelException {
    String text = arguments.isEmpty() ? "" : String.valueOf(arguments.get(0));
    return MarkdownFormat.INSTANCE.fromMarkup(MarkdownText.code(text));
  }

  private ReportException fault(int line, String what, Exception cause) {
    String firstParagraph = what.split("\\R\\s*\\R", 2)[0].replaceAll("\\s*\\R\\s*", " ").strip();
    return new ReportException(name + ":" + line + ": " + firstParagraph, cause);
  }

  private static Configuration configuration() {
    var configuration = new Configuration(Configuration.VERSION_2_3_34);
    configuration.setObjectWrapper(new SimpleObjectWrapper(Configuration.VERSION_2_3_34));
    configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
    configuration.setAPIBuiltinEnabled(false);
    configuration.setOutputFormat(MarkdownFormat.INSTANCE);
    configuration.setAutoEscapingPolicy(Configuration.ENABLE_IF_SUPPORTED_AUTO_ESCAPING_POLICY);
    configuration.setInterpolationSyntax(Configuration.DOLLAR_INTERPOLATION_SYNTAX);
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setLogTemplateExceptions(false);
    configuration.setWrapUncheckedExceptions(true);
    configuration.setCacheStorage(NullCacheStorage.INSTANCE);
    configuration.setLocale(Locale.ROOT);
    configuration.setTimeZone(TimeZone.getTimeZone("UTC"));
    configuration.setNumberFormat("computer");
    configuration.setDefaultEncoding("UTF-8");
    return configuration;
  }
}
