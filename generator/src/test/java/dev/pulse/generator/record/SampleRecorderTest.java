package dev.pulse.generator.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.pulse.protocol.BatchHeader;
import dev.pulse.protocol.SampleColumns;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SampleRecorderTest {
  private static final long INTERVAL = 1_000_000;
  private static final BatchHeader TEMPLATE =
      new BatchHeader("run", "agent", 1, 0, 1, 0, 0, (int) INTERVAL, 0, 0, false);

  private final Handover handover = new Handover(1);
  private final List<String> losses = new ArrayList<>();
  private final SampleRecorder recorder =
      new SampleRecorder(
          0,
          INTERVAL,
          1,
          1,
          handover,
          (stream, first, last, reason) -> losses.add(first + ".." + last));
  private final Sample sample = new Sample();

  private void record(long endMicros) {
    sample.begin(endMicros, endMicros);
    recorder.record(sample, endMicros);
  }

  private SampleBuffer sealed() throws InterruptedException {
    var buffer = handover.takeSealed(0);
    if (buffer == null) {
      throw new AssertionError("no batch was sealed");
    }
    return buffer;
  }

  @Test
  void batchIsSealedWhenFull() throws Exception {
    for (int i = 0; i < SampleColumns.CAPACITY; i++) {
      assertThat(handover.takeSealed(0)).isNull();
      record(i);
    }
    var header = sealed().header(TEMPLATE);
    assertThat(header.firstSample()).isZero();
    assertThat(header.watermarkMicros()).isEqualTo(SampleColumns.CAPACITY - 1);
  }

  @Test
  void batchIsSealedHalfASecondAfterItsFirstSample() throws Exception {
    record(100);
    recorder.tick(100 + SampleRecorder.MAX_AGE_MICROS - 1);
    assertThat(handover.takeSealed(0)).isNull();
    recorder.tick(100 + SampleRecorder.MAX_AGE_MICROS);
    assertThat(sealed().columns.count).isEqualTo(1);
  }

  @Test
  void batchesNeverSpanTwoIntervals() throws Exception {
    record(INTERVAL - 1);
    record(INTERVAL);
    var first = sealed();
    assertThat(first.columns.count).isEqualTo(1);
    assertThat(first.header(TEMPLATE).interval()).isZero();
    assertThat(first.header(TEMPLATE).watermarkMicros()).isEqualTo(INTERVAL);
  }

  @Test
  void quietStreamStillSendsItsWatermark() throws Exception {
    recorder.tick(INTERVAL + 5);
    var empty = sealed();
    assertThat(empty.columns.count).isZero();
    assertThat(empty.header(TEMPLATE).watermarkMicros()).isEqualTo(INTERVAL);
    recorder.tick(2 * INTERVAL);
    assertThat(sealed().header(TEMPLATE).interval()).isEqualTo(1);
  }

  @Test
  void finishSaysSoInTheLastBatch() throws Exception {
    record(5);
    assertThat(recorder.finish(7)).isTrue();
    var last = sealed();
    assertThat(last.isLast()).isTrue();
    assertThat(last.columns.count).isEqualTo(1);
    assertThat(recorder.scheduled()).isEqualTo(1);
    assertThat(recorder.batches()).isEqualTo(1);
  }

  @Test
  void samplesWithoutABufferAreLostAsOneExactRange() throws Exception {
    int held = Handover.BUFFERS_PER_STREAM * SampleColumns.CAPACITY;
    for (int i = 0; i < held + 7; i++) {
      record(1);
    }
    assertThat(losses).isEmpty();
    handover.giveBack(sealed());
    record(2);
    assertThat(losses).containsExactly(held + ".." + (held + 6));
    assertThat(recorder.finish(3)).isTrue();
    long firstOfLast = 0;
    for (var b = handover.takeSealed(0); b != null; b = handover.takeSealed(0)) {
      firstOfLast = b.firstSample();
    }
    assertThat(firstOfLast).isEqualTo(held + 7L);
    assertThat(recorder.count(0, 0)).isEqualTo(held + 8L);
  }

  @Property(tries = 200)
  void everySampleIsInExactlyOneBatchOfItsInterval(
      @ForAll @Size(max = 300) List<@IntRange(max = 400_000) Integer> gaps) throws Exception {
    var ring = new Handover(1);
    var one = new SampleRecorder(0, INTERVAL, 1, 1, ring, (stream, first, last, reason) -> {});
    long now = 0;
    long next = 0;
    long watermark = 0;
    for (int gap : gaps) {
      now += gap;
      one.tick(now);
      sample.begin(now, now);
      one.record(sample, now);
      for (var b = ring.takeSealed(0); b != null; b = ring.takeSealed(0)) {
        next = verify(b, next, watermark);
        watermark = b.header(TEMPLATE).watermarkMicros();
        ring.giveBack(b);
      }
    }
    one.finish(now);
    var last = ring.takeSealed(0);
    assertThat(last).isNotNull();
    if (last != null) {
      next = verify(last, next, watermark);
    }
    assertThat(next).isEqualTo(gaps.size());
  }

  private static long verify(SampleBuffer batch, long next, long watermarkBefore) {
    var header = batch.header(TEMPLATE);
    assertThat(header.firstSample()).isEqualTo(next);
    for (int row = 0; row < batch.columns.count; row++) {
      assertThat(batch.columns.endMicros(row) / INTERVAL).isEqualTo(header.interval());
      assertThat(batch.columns.endMicros(row)).isGreaterThanOrEqualTo(watermarkBefore);
    }
    return next + batch.columns.count;
  }

  @Test
  void recordingAllocatesNothing() throws Exception {
    var threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    for (int i = 0; i < 50_000; i++) {
      recordAndGiveBack(i);
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    int samples = 200_000;
    for (int i = 0; i < samples; i++) {
      recordAndGiveBack(50_000L + i);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    // What is left is the measuring itself, and at most a node of a lock: nothing per sample.
    assertThat(allocated).isLessThan(samples / 100);
  }

  private void recordAndGiveBack(long endMicros) throws InterruptedException {
    record(endMicros);
    if (recorder.scheduled() % SampleColumns.CAPACITY == 0) {
      handover.giveBack(sealed());
    }
  }
}
