package dev.pulse.generator.pacing;

/**
 * A hashed wheel of timers with one slot per millisecond: setting and cancelling are a few writes,
 * whatever their number. Timers further away than the wheel is long stay in their slot for more
 * than one turn. Not thread-safe: it belongs to an event loop, which turns it.
 *
 * @see <a href="https://doi.org/10.1145/41457.37504">Varghese and Lauck, "Hashed and Hierarchical
 *     Timing Wheels"</a>
 */
public final class TimerWheel {
  /** Resolution, microseconds: a timer expires at the first tick after its time. */
  public static final long TICK_MICROS = 1_000;

  /** Slots, a power of two: one turn takes 4 s, longer than most think times. */
  private static final int SLOTS = 4_096;

  private final Timer[] slots = new Timer[SLOTS];
  private final Timer due = new Head();
  private long tick;

  /** A wheel that stands at time 0. */
  public TimerWheel() {
    for (int i = 0; i < SLOTS; i++) {
      slots[i] = new Head();
    }
  }

  /** Ends of the lists: never due themselves. */
  private static final class Head extends Timer {
    Head() {
      next = this;
      previous = this;
    }

    @Override
    protected void expire(long deadlineMicros) {
      throw new IllegalStateException("the head of a list is no timer");
    }
  }

  /**
   * Sets a timer; one that is set already is moved.
   *
   * @param deadlineMicros when; a time in the past expires at the next turn
   */
  public void set(Timer timer, long deadlineMicros) {
    timer.unlink();
    timer.deadlineMicros = deadlineMicros;
    long at = Math.max(tick + 1, deadlineMicros / TICK_MICROS + 1);
    append(slots[(int) (at & (SLOTS - 1))], timer);
  }

  /** Cancels a timer; does nothing if it is not set. */
  public void cancel(Timer timer) {
    timer.unlink();
  }

  /**
   * Expires what is due, in the order of slots.
   *
   * @param nowMicros not less than in the call before
   */
  public void turn(long nowMicros) {
    long target = nowMicros / TICK_MICROS;
    // After a stall longer than a turn each slot is visited once, which is enough.
    long from = Math.max(tick + 1, target - SLOTS + 1);
    tick = Math.max(tick, target);
    for (long at = from; at <= target; at++) {
      collect(slots[(int) (at & (SLOTS - 1))], nowMicros);
    }
    while (due.next != null && due.next != due) {
      Timer timer = due.next;
      timer.unlink();
      timer.expire(timer.deadlineMicros);
    }
  }

  private void collect(Timer head, long nowMicros) {
    Timer timer = head.next;
    while (timer != null && timer != head) {
      Timer following = timer.next;
      if (timer.deadlineMicros <= nowMicros) {
        timer.unlink();
        append(due, timer);
      }
      timer = following;
    }
  }

  private static void append(Timer head, Timer timer) {
    Timer last = head.previous;
    timer.previous = last;
    timer.next = head;
    head.previous = timer;
    if (last != null) {
      last.next = timer;
    }
  }
}
