package dev.pulse.reporter.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.pulse.protocol.Topics;
import dev.pulse.protocol.v1.ResourceSample;
import org.jspecify.annotations.Nullable;

/**
 * Which run a record belongs to: by its key, as every writer of pulse sets it, and by the value
 * where the key need not say.
 */
final class RunOfRecord {
  private RunOfRecord() {}

  /** The run id; empty where the record names none, as poison does. */
  static String of(String topic, byte @Nullable [] key, byte @Nullable [] value) {
    if (topic.equals(Topics.RESOURCES)) {
      return ofResource(value);
    }
    if (key == null) {
      return "";
    }
    String text = new String(key, UTF_8);
    return switch (topic) {
      case Topics.CONTROL -> text;
      case Topics.INTERVALS -> part(text, text.indexOf('|') + 1);
      default -> text.indexOf('|') < 0 ? "" : part(text, 0);
    };
  }

  private static String ofResource(byte @Nullable [] value) {
    try {
      return value == null ? "" : ResourceSample.parseFrom(value).getRun();
    } catch (InvalidProtocolBufferException e) {
      return "";
    }
  }

  /** One part of a key, see {@code Keys}, which escapes what stands in it. */
  private static String part(String key, int from) {
    int end = key.indexOf('|', from);
    String escaped = key.substring(from, end < 0 ? key.length() : end);
    return escaped.indexOf('%') < 0 ? escaped : escaped.replace("%7C", "|").replace("%25", "%");
  }
}
