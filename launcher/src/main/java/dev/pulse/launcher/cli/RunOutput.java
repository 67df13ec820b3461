package dev.pulse.launcher.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where a run's results go besides Kafka and the report, as {@code -o} names it. */
sealed interface RunOutput permits SampleFile, InfluxOutput {

  /** Reads {@code json=FILE}, {@code csv=FILE} or {@code influxdb=URL}. */
  final class Converter implements ITypeConverter<RunOutput> {
    private static final String FORMS = "json=FILE, csv=FILE or influxdb=URL";

    @Override
    public RunOutput convert(String typed) {
      int equals = typed.indexOf('=');
      if (equals < 0 || equals == typed.length() - 1) {
        throw new TypeConversionException("an output must be " + FORMS + ", is \"" + typed + "\"");
      }
      String kind = typed.substring(0, equals);
      String place = typed.substring(equals + 1);
      return kind.equals("influxdb") ? new InfluxOutput(place) : SampleFile.of(kind, place, FORMS);
    }
  }
}
