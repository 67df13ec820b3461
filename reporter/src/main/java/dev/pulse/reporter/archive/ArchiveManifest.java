package dev.pulse.reporter.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an archive holds, as text, one fact a line; the last line is the SHA-256 of all before it.
 *
 * <pre>
 * pulse-archive 1
 * run 20260101-120000-soak
 * topic pulse.control 1812 409411 5f2c…   records, bytes before compression, SHA-256 of these
 * topic pulse.samples …
 * sha256 88d3…
 * </pre>
 *
 * @param run run id
 * @param topics by name, in the order in which they stand in the file
 * @param sha256 of the manifest, and so of the whole archive, hexadecimal
 */
record ArchiveManifest(String run, Map<String, Content> topics, String sha256) {
  /** Name of its entry in the archive. */
  static final String ENTRY = "manifest";

  private static final int FORMAT = 1;
  private static final String MAGIC = "pulse-archive ";
  private static final String SUM = "sha256 ";

  /**
   * One topic's records of the run.
   *
   * @param records how many
   * @param bytes before compression
   * @param sha256 of these bytes, hexadecimal
   */
  record Content(long records, long bytes, String sha256) {}

  static ArchiveManifest of(String run, Map<String, Content> topics) {
    return new ArchiveManifest(run, topics, sha256(body(run, topics)));
  }

  /** Records of all topics. */
  long records() {
    return topics.values().stream().mapToLong(Content::records).sum();
  }

  String text() {
    return body(run, topics) + SUM + sha256 + "\n";
  }

  private static String body(String run, Map<String, Content> topics) {
    var lines = new StringBuilder(MAGIC + FORMAT + "\nrun " + run + "\n");
    topics.forEach(
        (topic, content) ->
            lines
                .append("topic ")
                .append(topic)
                .append(' ')
                .append(content.records)
                .append(' ')
                .append(content.bytes)
                .append(' ')
                .append(content.sha256)
                .append('\n'));
    return lines.toString();
  }

  /**
   * Reads what {@link #text} gave.
   *
   * @throws ArchiveException if it is newer than this code, altered, or no manifest
   */
  static ArchiveManifest parse(String text) throws ArchiveException {
    var lines = new ArrayList<>(List.of(text.split("\n", -1)));
    if (!lines.get(0).startsWith(MAGIC)) {
      throw new ArchiveException("it is no archive of pulse");
    }
    checkFormat(lines.get(0).substring(MAGIC.length()));
    int sum = text.lastIndexOf(SUM);
    if (sum < 0 || !text.substring(sum).equals(SUM + sha256(text.substring(0, sum)) + "\n")) {
      throw new ArchiveException("its manifest was altered");
    }
    return sound(lines, text.substring(sum + SUM.length()).strip());
  }

  private static void checkFormat(String format) throws ArchiveException {
    try {
      if (Integer.parseInt(format) > FORMAT) {
        throw new ArchiveException(
            "its format " + format + " is newer than " + FORMAT + ", use the pulse that wrote it");
      }
    } catch (NumberFormatException e) {
      throw new ArchiveException("its manifest was altered", e);
    }
  }

  private static ArchiveManifest sound(List<String> lines, String sha256) throws ArchiveException {
    String run = "";
    Map<String, Content> topics = new LinkedHashMap<>();
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      if (line.startsWith("run ")) {
        run = line.substring("run ".length());
      } else if (words[0].equals("topic") && words.length == 5) {
        topics.put(words[1], content(words));
      }
    }
    if (run.isEmpty()) {
      throw new ArchiveException("its manifest names no run");
    }
    return new ArchiveManifest(run, topics, sha256);
  }

  private static Content content(String[] words) throws ArchiveException {
    try {
      return new Content(Long.parseLong(words[2]), Long.parseLong(words[3]), words[4]);
    } catch (NumberFormatException e) {
      throw new ArchiveException("its manifest has a number that is none", e);
    }
  }

  private static String sha256(String text) {
    return HexFormat.of().formatHex(newDigest().digest(text.getBytes(UTF_8)));
  }

  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
