package dev.pulse.launcher.options;

import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.PulseFailure;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a Kafka: its address, and what {@code --kafka-config} says about SASL, TLS and all
 * else that a client may be told. Values may be secrets, so they never leave this by {@link
 * #toString} or as arguments; other processes are given the file's path.
 */
public final class KafkaSettings {
  /** What pulse sets itself, as its promises depend on it; so a file must not. */
  private static final Set<String> RESERVED =
      Set.of(
          "acks",
          "allow.auto.create.topics",
          "application.id",
          "auto.offset.reset",
          "bootstrap.servers",
          "buffer.memory",
          "compression.type",
          "delivery.timeout.ms",
          "enable.auto.commit",
          "enable.idempotence",
          "group.id",
          "group.instance.id",
          "group.protocol",
          "isolation.level",
          "key.deserializer",
          "key.serializer",
          "linger.ms",
          "max.block.ms",
          "metadata.recovery.strategy",
          "processing.guarantee",
          "transaction.timeout.ms",
          "transactional.id",
          "value.deserializer",
          "value.serializer");

  private static final int MAX_BYTES = 1 << 20;

  private final String bootstrap;
  private final Optional<Path> file;
  private final Map<String, Object> client;

  private KafkaSettings(String bootstrap, Optional<Path> file, Map<String, Object> fromFile) {
    this.bootstrap = bootstrap;
    this.file = file;
    var all = new HashMap<>(fromFile);
    all.put("bootstrap.servers", bootstrap);
    client = Map.copyOf(all);
  }

  /** One that needs nothing but its address, {@code host:port}. */
  public static KafkaSettings at(String bootstrap) {
    return new KafkaSettings(bootstrap, Optional.empty(), Map.of());
  }

  /**
   * One with a file of settings.
   *
   * @param bootstrap {@code host:port}
   * @param file Java properties, absolute path; null: none
   * @throws PulseFailure if it cannot be read, or has a setting that is reserved
   */
  public static KafkaSettings of(String bootstrap, @Nullable Path file) {
    return file == null
        ? at(bootstrap)
        : new KafkaSettings(bootstrap, Optional.of(file), read(file));
  }

  private static Map<String, Object> read(Path file) {
    var properties = new Properties();
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw refuse(file, "must have at most " + MAX_BYTES + " bytes");
      }
      properties.load(new StringReader(Files.readString(file, StandardCharsets.UTF_8)));
    } catch (IOException | IllegalArgumentException e) {
      // The exception's text may hold a part of the file, and with it a secret.
      throw refuse(file, "cannot be read as Java properties: " + e.getClass().getSimpleName());
    }
    var settings = new HashMap<String, Object>();
    for (String name : properties.stringPropertyNames().stream().sorted().toList()) {
      if (isReserved(name)) {
        throw refuse(file, "must not set " + name + ", which pulse sets itself");
      }
      settings.put(name, properties.getProperty(name));
    }
    return settings;
  }

  /** Also where it is aimed at one of the clients of Kafka Streams. */
  private static boolean isReserved(String name) {
    String bare =
        name.replaceFirst("^(main\\.|restore\\.|global\\.)?(consumer|producer|admin)\\.", "");
    return RESERVED.contains(bare);
  }

  private static PulseFailure refuse(Path file, String rule) {
    return new PulseFailure(ExitCode.BAD_CONFIGURATION, "--kafka-config " + file + " " + rule);
  }

  /** {@code host:port}. */
  public String bootstrap() {
    return bootstrap;
  }

  /** What any Kafka client is given, the address included. */
  public Map<String, Object> client() {
    return client;
  }

  /** The same for another process of pulse. */
  public List<String> arguments() {
    var arguments = new ArrayList<>(List.of("--kafka=" + bootstrap));
    file.ifPresent(path -> arguments.add("--kafka-config=" + path));
    return arguments;
  }

  @Override
  public String toString() {
    return bootstrap;
  }
}
