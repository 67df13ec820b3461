package dev.pulse.scenario.file;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files beside the code that tests read: shipped scenarios, their schema, the reference. */
final class Repository {
  static final Path ROOT = root();
  static final Path SCENARIOS = ROOT.resolve("scenarios");
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(read(SCENARIOS.resolve("scenario.schema.json")));

  private Repository() {}

  static List<Error> schemaErrors(String yaml) {
    return SCHEMA.validate(yaml, InputFormat.YAML);
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Path> shipped() {
    try (var files = Files.list(SCENARIOS)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tests run in the module's folder, or in the repository's. */
  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.isDirectory(here.resolve("scenarios")) ? here : here.resolve("..").normalize();
  }
}
