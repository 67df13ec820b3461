package dev.pulse.sandbox.servers;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The server programs inside the Maven artifacts, unpacked once into a cache directory. A name in
 * the cache holds the size of its archive, so another version is unpacked beside it.
 */
final class ServerPrograms {
  private static final String POSTGRES_ARCHIVE = "/postgres-linux-x86_64.txz";

  /** The second is linked statically: it runs where OpenSSL 3 or the C library is missing. */
  private static final List<String> REDIS_PROGRAMS =
      List.of("/redis-server-6.2.6-v5-linux-amd64", "/redis-server-6.2.7-linux-386");

  private final Path cache;

  ServerPrograms(Path cache) {
    this.cache = cache.toAbsolutePath();
  }

  /** Directory with {@code bin/initdb}, {@code bin/pg_ctl} and {@code bin/postgres}. */
  Path postgres() throws IOException {
    checkPlatform();
    return cached("postgres", POSTGRES_ARCHIVE, ServerPrograms::unpack);
  }

  /** The first Redis server program that runs here. */
  Path redis() throws IOException {
    checkPlatform();
    for (String resource : REDIS_PROGRAMS) {
      Path program = cached("redis", resource, ServerPrograms::copyProgram);
      if (runs(program)) {
        return program;
      }
    }
    throw new IOException("none of the Redis programs " + REDIS_PROGRAMS + " runs on this system");
  }

  private static void checkPlatform() throws IOException {
    String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    if (!system.equals("Linux amd64")) {
      throw new IOException(
          "embedded PostgreSQL and Redis are there for Linux amd64, this is "
              + system
              + "; start both yourself and name them by "
              + "PULSE_SANDBOX_JDBC_URL and PULSE_SANDBOX_REDIS_URI");
    }
  }

  private interface Unpacking {
    void into(InputStream archive, Path target) throws IOException;
  }

  private Path cached(String name, String resource, Unpacking unpacking) throws IOException {
    URL source = ServerPrograms.class.getResource(resource);
    if (source == null) {
      throw new IOException("no " + resource + " on the class path");
    }
    URLConnection connection = source.openConnection();
    Path target = cache.resolve(name + "-" + connection.getContentLengthLong());
    if (Files.exists(target)) {
      return target;
    }
    Files.createDirectories(cache);
    // Another start may unpack at the same time: each into its own, the first one wins.
    Path part = Files.createTempDirectory(cache, name + ".part");
    try (InputStream archive = connection.getInputStream()) {
      unpacking.into(archive, part.resolve("content"));
      publish(part.resolve("content"), target);
    } finally {
      DirectoryTree.delete(part);
    }
    return target;
  }

  private static void publish(Path content, Path target) throws IOException {
    try {
      Files.move(content, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException lost) {
      if (!Files.exists(target)) {
        throw lost;
      }
    }
  }

  private static void copyProgram(InputStream program, Path target) throws IOException {
    Files.copy(program, target);
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void unpack(InputStream archive, Path target) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpackEntry(tar, entry, target);
      }
    }
  }

  private static void unpackEntry(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    Path path = target.resolve(entry.getName()).normalize();
    if (!path.startsWith(target)) {
      throw new IOException("archive entry outside its directory: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      Files.copy(tar, path);
      boolean program = (entry.getMode() & 0100) != 0;
      Files.setPosixFilePermissions(
          path, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  private static boolean runs(Path program) {
    try {
      return Command.of(program.toString(), "--version").run().succeeded();
    } catch (IOException notForThisSystem) {
      return false;
    }
  }
}
