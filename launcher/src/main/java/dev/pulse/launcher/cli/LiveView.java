package dev.pulse.launcher.cli;

import dev.pulse.launcher.live.LivePage;
import dev.pulse.launcher.stack.LocalStack;
import dev.pulse.reporter.run.RunFollower;
import dev.pulse.reporter.verdict.Judgement;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The live page of a command, if it has one. It starts beside everything else, and nothing waits
 * for it or fails with it.
 */
final class LiveView implements AutoCloseable {
  private final CompletableFuture<Optional<LivePage>> page;

  private LiveView(CompletableFuture<Optional<LivePage>> page) {
    this.page = page;
  }

  /** Begins to start it, unless it is not wanted. */
  static LiveView begin(RunOptions options, LocalStack stack) {
    var page = new CompletableFuture<Optional<LivePage>>();
    if (options.noLive) {
      page.complete(Optional.empty());
    } else {
      var starter = new Thread(() -> page.complete(start(options.livePort, stack)), "live-start");
      starter.setDaemon(true);
      starter.start();
    }
    return new LiveView(page);
  }

  private static Optional<LivePage> start(int port, LocalStack stack) {
    try {
      var page = LivePage.start(port);
      stack.say("live page", page.address());
      return Optional.of(page);
    } catch (RuntimeException e) {
      stack.say("no live page", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** Shows a run from now on. */
  void show(RunFollower follower) {
    page.thenAccept(started -> started.ifPresent(live -> live.show(follower)));
  }

  /** Shows what a run came to. */
  void show(Judgement judgement) {
    String text = String.join("; ", judgement.reasons());
    page.thenAccept(
        started -> started.ifPresent(live -> live.showVerdict(judgement.verdict().name(), text)));
  }

  @Override
  public void close() {
    page.getNow(Optional.empty()).ifPresent(LivePage::close);
  }
}
