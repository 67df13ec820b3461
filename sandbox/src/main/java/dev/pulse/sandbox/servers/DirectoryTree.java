package dev.pulse.sandbox.servers;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Deletes a directory with all it holds; links are removed, not followed. */
final class DirectoryTree extends SimpleFileVisitor<Path> {
  private DirectoryTree() {}

  static void delete(Path root) throws IOException {
    try {
      Files.walkFileTree(root, new DirectoryTree());
    } catch (NoSuchFileException gone) {
      // Nothing to delete is what was asked for.
    }
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    Files.deleteIfExists(file);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
      throws IOException {
    if (failure != null) {
      throw failure;
    }
    Files.deleteIfExists(directory);
    return FileVisitResult.CONTINUE;
  }
}
