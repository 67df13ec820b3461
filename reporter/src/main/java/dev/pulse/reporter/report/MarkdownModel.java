package dev.pulse.reporter.report;

import freemarker.core.CommonTemplateMarkupOutputModel;

/** A value in a template that is Markdown already. */
final class MarkdownModel extends CommonTemplateMarkupOutputModel<MarkdownModel> {
  @SuppressWarnings("NullAway") // FreeMarker gives one of the two and null for the other.
  MarkdownModel(String plainText, String markup) {
    super(plainText, markup);
  }

  @Override
  public MarkdownFormat getOutputFormat() {
    return MarkdownFormat.INSTANCE;
  }
}
