package dev.pulse.reporter.report;

import freemarker.core.CommonMarkupOutputFormat;
import java.io.IOException;
import java.io.Writer;

/** Makes FreeMarker escape every interpolated value for Markdown. */
final class MarkdownFormat extends CommonMarkupOutputFormat<MarkdownModel> {
  static final MarkdownFormat INSTANCE = new MarkdownFormat();

  private MarkdownFormat() {}

  @Override
  public String getName() {
    return "Markdown";
  }

  @Override
  public String getMimeType() {
    return "text/markdown";
  }

  @Override
  public void output(String text, Writer out) throws IOException {
    out.write(MarkdownText.escape(text));
  }

  @Override
  public String escapePlainText(String text) {
    return MarkdownText.escape(text);
  }

  @Override
  public boolean isLegacyBuiltInBypassed(String builtIn) {
    return false;
  }

  @Override
  protected MarkdownModel newTemplateMarkupOutputModel(String plainText, String markup) {
    return new MarkdownModel(plainText, markup);
  }
}
