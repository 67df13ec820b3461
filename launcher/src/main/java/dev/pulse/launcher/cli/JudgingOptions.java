package dev.pulse.launcher.cli;

import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.reporter.settings.SettingsException;
import dev.pulse.reporter.verdict.Criteria;
import dev.pulse.reporter.verdict.CriteriaFile;
import dev.pulse.reporter.verdict.Waiver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What runs are judged by. */
final class JudgingOptions {
  @Option(
      names = "--criteria",
      paramLabel = "FILE",
      description = "Criteria that runs are judged by. Default: those of criteria.yaml as shipped.")
  private @Nullable Path criteria;

  @Option(
      names = "--waive",
      paramLabel = "\"NAME: reason\"",
      converter = WaiverConverter.class,
      description = "Accept MARGINAL results by someone's name and reason; printed in the report.")
  private @Nullable Waiver waiver;

  /** For picocli. */
  JudgingOptions() {}

  /**
   * Reads the criteria.
   *
   * @throws PulseFailure if the file cannot be read, or says what it cannot
   */
  Criteria criteria() {
    if (criteria == null) {
      return Criteria.DEFAULT;
    }
    try {
      return CriteriaFile.read(criteria);
    } catch (SettingsException e) {
      throw PulseFailure.inFile(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new PulseFailure(
          ExitCode.BAD_CONFIGURATION,
          criteria + ": cannot be read (" + e.getClass().getSimpleName() + ")",
          e);
    }
  }

  /** The name of the file that they are from; {@code default} where none was given. */
  String criteriaName() {
    return criteria == null ? "default" : String.valueOf(criteria.getFileName());
  }

  Optional<Waiver> waiver() {
    return Optional.ofNullable(waiver);
  }

  /** Reads {@code NAME: reason}. */
  static final class WaiverConverter implements picocli.CommandLine.ITypeConverter<Waiver> {
    @Override
    public Waiver convert(String typed) {
      try {
        return Waiver.parse(typed);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
