package dev.pulse.collector;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The processes that hold the socket which listens on a port: a server with workers has it in all
 * of them, and the load is served by all.
 */
final class PortListeners {
  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final Pattern PID = Pattern.compile("[0-9]+");
  private static final String LISTENS = "0A";
  private static final int ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  private final Path proc;

  /**
   * Of a machine.
   *
   * @param proc {@code /proc} of Linux
   */
  PortListeners(Path proc) {
    this.proc = proc;
  }

  /** Their ids, ascending; none where this is no Linux, or they are of another user. */
  List<Integer> of(int port) {
    Set<String> sockets = new HashSet<>();
    for (String table : List.of("net/tcp", "net/tcp6")) {
      sockets.addAll(sockets(proc.resolve(table), port));
    }
    var ids = new ArrayList<Integer>();
    if (!sockets.isEmpty()) {
      for (Path process : in(proc)) {
        String name = process.getFileName().toString();
        if (PID.matcher(name).matches() && holds(process, sockets)) {
          ids.add(Integer.valueOf(name));
        }
      }
    }
    ids.sort(null);
    return ids;
  }

  private static Set<String> sockets(Path table, int port) {
    Set<String> sockets = new HashSet<>();
    try (Stream<String> lines = Files.lines(table, US_ASCII)) {
      lines
          .skip(1)
          .map(line -> SPACES.split(line.strip(), -1))
          .filter(words -> words.length > INODE && words[STATE].equals(LISTENS))
          .filter(words -> port(words[ADDRESS]) == port)
          .forEach(words -> sockets.add("socket:[" + words[INODE] + "]"));
    } catch (IOException e) {
      return Set.of();
    }
    return sockets;
  }

  private static int port(String address) {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), 16);
  }

  private static boolean holds(Path process, Set<String> sockets) {
    return in(process.resolve("fd")).stream().anyMatch(file -> sockets.contains(target(file)));
  }

  /** Empty where it was closed meanwhile. */
  private static String target(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException e) {
      return "";
    }
  }

  private static List<Path> in(Path folder) {
    var entries = new ArrayList<Path>();
    try (var all = Files.newDirectoryStream(folder)) {
      all.forEach(entries::add);
    } catch (IOException | DirectoryIteratorException e) {
      // Of another user, or it has ended.
      return entries;
    }
    return entries;
  }
}
