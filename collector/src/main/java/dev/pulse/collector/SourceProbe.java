package dev.pulse.collector;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Whether a source answers, found out before a run on a thread of its own. */
final class SourceProbe {
  /** Somewhat more than a source takes to give up. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final SourceSpec spec;
  private final CompletableFuture<String> answer = new CompletableFuture<>();

  private SourceProbe(SourceSpec spec) {
    this.spec = spec;
  }

  static SourceProbe start(SourceSpec spec) {
    var probe = new SourceProbe(spec);
    var thread = new Thread(probe::run, "probe-" + spec.name());
    thread.setDaemon(true);
    thread.start();
    return probe;
  }

  private void run() {
    try (var source = spec.open()) {
      answer.complete(source.probe());
    } catch (IOException | RuntimeException e) {
      answer.complete(e.getMessage() == null ? e.toString() : e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What was found out, with the source's name. */
  String line() {
    String found;
    try {
      found = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      found = spec + " does not answer within " + PATIENCE.toSeconds() + " s";
    } catch (ExecutionException e) {
      found = String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      found = "not tried to the end";
    }
    return spec.name() + ": " + found;
  }
}
