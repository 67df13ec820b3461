package dev.pulse.generator.vu;

import dev.pulse.generator.http.EncodedRequest;
import dev.pulse.generator.http.HttpSession;
import dev.pulse.generator.http.LoopContext;
import dev.pulse.generator.http.SessionOwner;
import dev.pulse.generator.pacing.Timer;
import dev.pulse.scenario.UserPool;
import org.jspecify.annotations.Nullable;

/**
 * One virtual user: a small state machine on one event loop. It has one request under way, or
 * pauses, or is parked.
 *
 * <pre>
 *            ┌─(a pause)── RESTING ◀──(login failed)──┐
 *            ▼                                         │
 * PARKED ─▶ LOGGING_IN ────────────────────────────────┤
 *   ▲ │                                           (logged in)
 *   │ └──(logged in before, or no login)───────▶ REQUESTING ◀─▶ THINKING
 *   └───(not wanted any more, or no iteration left)───┴─────────────┘
 * </pre>
 *
 * <p>As in k6, an iteration is its requests with the think time after each; the login precedes the
 * first one and belongs to none. In the closed model iterations follow each other; in the open one
 * the VU is parked after each, its connection left open, until an arrival falls to it.
 */
final class VirtualUser extends Timer implements SessionOwner {
  private enum State {
    PARKED,
    RESTING,
    LOGGING_IN,
    REQUESTING,
    THINKING
  }

  /** Least pause after a failed login, so that a wrong password is no flood. */
  static final long LOGIN_PAUSE_MICROS = 1_000_000;

  /** Least pause after a request without answer: without think time it would be a busy loop. */
  static final long FAILURE_PAUSE_MICROS = 10_000;

  final int index;
  long cutMicros;
  private final VuGroup group;
  private final LoopContext loop;
  private final ScenarioProgram program;
  private final HttpSession session;
  private final @Nullable String[] variables;
  private final int number;
  private long random;
  private State state = State.PARKED;
  private boolean wanted;
  private boolean loggedIn;
  private int iteration;
  private int step;
  private long iterationStartMicros;

  /**
   * A parked VU.
   *
   * @param index in its scenario, from 0
   */
  VirtualUser(VuGroup group, int index) {
    this.group = group;
    this.index = index;
    loop = group.loop;
    program = group.program;
    number = program.firstVu + index;
    variables = new String[group.plan.variables()];
    random = group.plan.seedOf(program.index, index);
    session = new HttpSession(loop, this, program.index, number, group.plan.tenantOf(number));
  }

  // ---- wanted or not

  /** It is wanted from a moment on. */
  void want(long sinceMicros) {
    wanted = true;
    if (state == State.PARKED) {
      group.unparked();
      next(sinceMicros);
    } else {
      group.wantedAgain(this);
    }
  }

  /**
   * It is not wanted any more: what is under way may end by itself.
   *
   * @return whether something is under way
   */
  boolean unwant() {
    wanted = false;
    if (state == State.RESTING) {
      park();
    }
    return state != State.PARKED;
  }

  /** Time is up: cuts short what is under way, unless the VU is wanted again. */
  void cut() {
    if (!wanted && state != State.PARKED) {
      session.cancel();
      if (state == State.LOGGING_IN) {
        group.iterationNotBegun();
      } else if (state == State.REQUESTING || state == State.THINKING) {
        group.iterationInterrupted();
      }
      park();
    }
  }

  private void park() {
    loop.wheel().cancel(this);
    state = State.PARKED;
    group.parked(this);
  }

  /** Closes its connection; to be called while it is parked. */
  void disconnect() {
    session.close();
  }

  // ---- iterations

  private void next(long dueMicros) {
    EncodedRequest login = group.plan.login();
    if (!wanted) {
      park();
    } else if (login != null && !loggedIn) {
      state = State.LOGGING_IN;
      session.send(login, dueMicros);
    } else {
      beginIteration(dueMicros);
    }
  }

  private void beginIteration(long dueMicros) {
    // In the open model the iteration's time had come, even if that of the scenario is up by now.
    boolean mayBegin = wanted || !group.repeats();
    if (!mayBegin || iteration >= program.iterationsPerVu || !program.takeIteration()) {
      park();
      return;
    }
    iterationStartMicros = dueMicros;
    step = 0;
    request(dueMicros);
  }

  private void request(long dueMicros) {
    state = State.REQUESTING;
    int request = program.flow().requestAt(step, nextRandom());
    session.send(group.plan.request(request), dueMicros);
  }

  @Override
  public void done(boolean isGood, boolean wasAnswered, long endMicros) {
    if (state == State.LOGGING_IN) {
      loginDone(isGood, endMicros);
      return;
    }
    long pause = thinkMicros();
    if (!wasAnswered) {
      pause = Math.max(pause, FAILURE_PAUSE_MICROS);
    }
    state = State.THINKING;
    if (pause == 0) {
      thoughtOver(endMicros);
    } else {
      loop.wheel().set(this, endMicros + pause);
    }
  }

  private void loginDone(boolean isGood, long endMicros) {
    if (isGood) {
      loggedIn = true;
      beginIteration(endMicros);
    } else if (wanted && group.repeats()) {
      state = State.RESTING;
      loop.wheel().set(this, endMicros + Math.max(thinkMicros(), LOGIN_PAUSE_MICROS));
    } else {
      group.iterationNotBegun();
      park();
    }
  }

  @Override
  protected void expire(long deadlineMicros) {
    if (state == State.RESTING) {
      next(deadlineMicros);
    } else {
      thoughtOver(deadlineMicros);
    }
  }

  private void thoughtOver(long dueMicros) {
    step++;
    if (step < program.flow().requestsPerIteration()) {
      request(dueMicros);
    } else {
      group.iterationCompleted(dueMicros - iterationStartMicros);
      iteration++;
      wanted &= group.repeats();
      next(dueMicros);
    }
  }

  private long thinkMicros() {
    return program.thinkTime().isZero() ? 0 : program.thinkTime().nanos(nextRandom()) / 1_000;
  }

  /** SplitMix64: one long of state, and the same numbers for the same seed. */
  private double nextRandom() {
    random += 0x9E3779B97F4A7C15L;
    return (LoadPlan.mix(random) >>> 11) * 0x1p-53;
  }

  // ---- what it fills requests with

  @Override
  public CharSequence user(int column) {
    UserPool users = group.plan.users();
    return users.value(users.rowOfVu(number), column);
  }

  @Override
  public @Nullable CharSequence extracted(int slot) {
    return variables[slot];
  }

  @Override
  public void extracted(int slot, String value) {
    variables[slot] = value;
  }

  @Override
  public int vu() {
    return number;
  }

  @Override
  public int iteration() {
    return iteration;
  }

  @Override
  public int stageAt(long runMicros) {
    return program.stageAt(runMicros);
  }
}
