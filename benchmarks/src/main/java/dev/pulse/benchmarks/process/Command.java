package dev.pulse.benchmarks.process;

import java.io.IOException;
import java.util.List;

/** What the command lines of benchmarks have in common: help, and what a failure exits with. */
public final class Command {
  private static final int BAD_COMMAND_LINE = 104;

  private Command() {}

  /** A benchmark, given its words. */
  public interface Body {
    /**
     * Runs it.
     *
     * @throws IllegalArgumentException if the words are wrong
     */
    void run(List<String> words) throws IOException, InterruptedException, ToolFailedException;
  }

  /** Runs a benchmark, or shows how it is used. */
  public static void run(String[] words, String usage, Body body)
      throws IOException, InterruptedException {
    if (List.of(words).contains("--help")) {
      System.out.print(usage);
      return;
    }
    try {
      body.run(List.of(words));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "\n" + usage);
      System.exit(BAD_COMMAND_LINE);
    } catch (ToolFailedException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }
}
