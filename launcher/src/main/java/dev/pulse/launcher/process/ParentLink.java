package dev.pulse.launcher.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A child's end of the line to its parent: it speaks on standard output, and hears on standard
 * input only that the input has ended, which it does however the parent ends.
 */
public final class ParentLink {
  /** Longest orderly end after the parent is gone; then the JVM halts. */
  public static final Duration LONGEST_GOODBYE = Duration.ofSeconds(10);

  private final PrintStream out;
  private final CountDownLatch parentGone = new CountDownLatch(1);

  private ParentLink(PrintStream out) {
    this.out = out;
  }

  /**
   * Takes over both standard streams and begins to listen.
   *
   * @param in ends when the parent does
   * @param out read by the parent
   */
  public static ParentLink over(InputStream in, PrintStream out) {
    var link = new ParentLink(out);
    var listener = new Thread(() -> link.listen(in), "parent-link");
    listener.setDaemon(true);
    listener.start();
    return link;
  }

  /** Tells the parent that this part serves, and with what others reach it. */
  public void ready(Map<String, String> facts) {
    say(ChildLine.ready(facts));
  }

  /** Tells the parent something that a person should see. */
  public void note(String text) {
    say(new ChildLine(ChildLine.Kind.NOTE, text));
  }

  /** Tells the parent why this part gives up, line by line. */
  public void failed(String reason) {
    reason.lines().forEach(line -> say(new ChildLine(ChildLine.Kind.FAILED, line)));
  }

  /** Waits until the parent has closed the line or is gone. */
  public void awaitParentGone() throws InterruptedException {
    parentGone.await();
  }

  /**
   * Waits until the parent is gone, at most for so long.
   *
   * @return whether it is
   */
  public boolean awaitParentGone(Duration atMost) throws InterruptedException {
    return parentGone.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void say(ChildLine line) {
    synchronized (out) {
      out.println(line.written());
      out.flush();
    }
  }

  private void listen(InputStream in) {
    try {
      while (in.read() >= 0) {
        // What a parent writes means nothing; only the end does.
      }
    } catch (IOException broken) {
      // As good as the end.
    }
    parentGone.countDown();
    haltUnlessGoneSoon();
  }

  /** Runs on the daemon thread of {@link #listen}, which an orderly exit ends early. */
  @SuppressWarnings("SystemExitOutsideMain")
  private static void haltUnlessGoneSoon() {
    try {
      new CountDownLatch(1).await(LONGEST_GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(1);
  }
}
