package dev.pulse.launcher.roles;

import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.HealthFile;
import dev.pulse.launcher.host.Logging;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.launcher.process.ParentLink;
import dev.pulse.launcher.process.Signals;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.LoggerFactory;

/**
 * How long a part lives and whom it tells how it is: as a child, its parent, until that is gone;
 * started by hand, the terminal, until a signal.
 */
final class RoleLife {
  private final Surroundings surroundings;
  private final Optional<ParentLink> parent;
  private final CountDownLatch end = new CountDownLatch(1);

  private RoleLife(Surroundings surroundings, Optional<ParentLink> parent) {
    this.surroundings = surroundings;
    this.parent = parent;
  }

  static RoleLife begin(Surroundings surroundings) {
    boolean isChild = System.getProperty(Logging.ROLE) != null;
    var parent =
        isChild
            ? Optional.of(ParentLink.over(System.in, surroundings.terminal().out()))
            : Optional.<ParentLink>empty();
    var life = new RoleLife(surroundings, parent);
    parent.ifPresentOrElse(life::endWith, life::endAtSignal);
    return life;
  }

  /** Told once, as soon as others may use this part. */
  void ready(Map<String, String> facts) {
    parent.ifPresentOrElse(link -> link.ready(facts), () -> surroundings.say("ready: " + facts));
  }

  /**
   * Keeps the health file young from now on, as long as the part is fit and not at its end.
   *
   * @param isFit asked on another thread
   */
  void healthyWhile(BooleanSupplier isFit) {
    var file = HealthFile.of(surroundings.environment());
    var watch =
        new Thread(
            () -> {
              try {
                do {
                  if (isFit.getAsBoolean()) {
                    file.touch();
                  }
                } while (!end.await(HealthFile.EVERY.toMillis(), TimeUnit.MILLISECONDS));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                file.remove();
              }
            },
            "role-health");
    watch.setDaemon(true);
    watch.start();
  }

  /** Something that a person should see. */
  void note(String text) {
    parent.ifPresentOrElse(link -> link.note(text), () -> surroundings.say(text));
  }

  /** Why the part gives up; returns the exit code to end with. */
  int failed(Throwable e) {
    LoggerFactory.getLogger(RoleLife.class).error("Giving up", e);
    return failed(e.getMessage() == null ? e.toString() : e.getMessage());
  }

  /** The same with a reason that needs no stack trace. */
  int failed(String reason) {
    parent.ifPresentOrElse(link -> link.failed(reason), () -> surroundings.say("pulse: " + reason));
    return ExitCode.ENVIRONMENT.code();
  }

  /** The same in a run of its own accord, such as at a fault that ends the part. */
  void end() {
    end.countDown();
  }

  /** Waits until the part is not needed any more. */
  void awaitEnd() throws InterruptedException {
    end.await();
  }

  /** Runs an action once the part is not needed any more. */
  void atEnd(Runnable action) {
    var waiter =
        new Thread(
            () -> {
              try {
                end.await();
                action.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "role-end");
    waiter.setDaemon(true);
    waiter.start();
  }

  private void endWith(ParentLink link) {
    var waiter =
        new Thread(
            () -> {
              try {
                link.awaitParentGone();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              end.countDown();
            },
            "parent-watch");
    waiter.setDaemon(true);
    waiter.start();
    // The parent ends its parts by the line between them, and nobody else should.
    Signals.handle("TERM", name -> end.countDown());
  }

  private void endAtSignal() {
    Signals.handle("INT", name -> end.countDown());
    Signals.handle("TERM", name -> end.countDown());
  }
}
