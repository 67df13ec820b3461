package dev.pulse.scenario.file;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A mapping with keys of the language.
 *
 * @param place where it stands
 * @param values by key, known ones and others
 */
record Section(Value place, Map<String, Value> values) {

  Optional<Value> get(String key) {
    return Optional.ofNullable(values.get(key));
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /** A value that must be there; the words say what it is. */
  Optional<Value> require(String key, String allowed) {
    Optional<Value> value = get(key);
    if (value.isEmpty()) {
      place.problem("must have " + key + ", " + allowed);
    }
    return value;
  }

  String text(String key, String otherwise) {
    return get(key).flatMap(value -> value.text("text")).orElse(otherwise);
  }

  Duration duration(String key, Duration otherwise) {
    return get(key).flatMap(Value::duration).orElse(otherwise);
  }

  long number(String key, long least, long most, long otherwise) {
    Optional<Value> value = get(key);
    return value.isPresent() ? value.get().number(least, most).orElse(otherwise) : otherwise;
  }

  boolean flag(String key) {
    return get(key).map(Value::flag).orElse(false);
  }
}
