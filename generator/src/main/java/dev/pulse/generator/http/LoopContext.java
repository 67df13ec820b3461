package dev.pulse.generator.http;

import dev.pulse.generator.health.LoopWatch;
import dev.pulse.generator.pacing.RunClock;
import dev.pulse.generator.pacing.TimerWheel;
import dev.pulse.generator.record.SampleRecorder;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;

/** What all sessions of one event loop share. */
public final class LoopContext {
  final EventLoop eventLoop;
  final RunClock clock;
  final TimerWheel wheel;
  final SampleRecorder recorder;
  final HttpSettings settings;
  final LoopWatch watch;
  final ResponseHead head = new ResponseHead();
  final RequestWriter writer;
  final Connector connector;
  private final ArrayDeque<BodyBuffer> freeBodies = new ArrayDeque<>();
  private long openConnections;

  /**
   * The context of one event loop.
   *
   * @param traceHalf {@link dev.pulse.protocol.TraceId#streamHalf} of its stream
   */
  public LoopContext(
      EventLoop eventLoop,
      Class<? extends Channel> channelType,
      RunClock clock,
      TimerWheel wheel,
      SampleRecorder recorder,
      HttpSettings settings,
      LoopWatch watch,
      long traceHalf) {
    this.eventLoop = eventLoop;
    this.clock = clock;
    this.wheel = wheel;
    this.recorder = recorder;
    this.settings = settings;
    this.watch = watch;
    writer = new RequestWriter(ByteBufAllocator.DEFAULT, traceHalf);
    connector = new Connector(eventLoop, channelType, settings.tls());
  }

  BodyBuffer takeBody() {
    var body = freeBodies.poll();
    return body == null ? new BodyBuffer() : body;
  }

  void giveBack(BodyBuffer body) {
    body.clear();
    freeBodies.push(body);
  }

  void connectionOpened() {
    openConnections++;
  }

  void connectionClosed() {
    openConnections--;
  }

  /** The event loop. */
  public EventLoop eventLoop() {
    return eventLoop;
  }

  /** The run clock. */
  public RunClock clock() {
    return clock;
  }

  /** Think times and time-outs. */
  public TimerWheel wheel() {
    return wheel;
  }

  /** Where samples go. */
  public SampleRecorder recorder() {
    return recorder;
  }

  /** What the loop sees of itself. */
  public LoopWatch watch() {
    return watch;
  }

  /** Connections open or being opened, on this event loop's thread. */
  public long openConnections() {
    return openConnections;
  }

  /** Frees the request buffer; nothing may be sent afterwards. */
  public void close() {
    writer.close();
  }
}
