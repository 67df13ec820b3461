package dev.pulse.generator.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection and the only handler in its pipeline besides TLS. At most one request is under way
 * on it; bytes that nobody asked for close it.
 *
 * <pre>
 * CONNECTING ─▶ (HANDSHAKING) ─▶ IDLE ◀─▶ BUSY
 *      └──────────────┴───────────┴────────┴────▶ CLOSED
 * </pre>
 */
final class HttpConnection extends ChannelInboundHandlerAdapter {
  private enum State {
    CONNECTING,
    HANDSHAKING,
    IDLE,
    BUSY,
    CLOSED
  }

  private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

  final Origin origin;
  final InetAddress address;
  private final LoopContext loop;
  private final ConnectionUser user;
  private final ResponseParser parser;
  private final long openedMicros;
  private State state = State.CONNECTING;
  private long connectMicros;
  private boolean used;
  private @Nullable Channel channel;

  HttpConnection(LoopContext loop, Origin origin, InetAddress address, ConnectionUser user) {
    this.loop = loop;
    this.origin = origin;
    this.address = address;
    this.user = user;
    parser = new ResponseParser(loop.head);
    openedMicros = loop.clock.micros();
  }

  /** Whether a request may be written now. */
  boolean isIdle() {
    return state == State.IDLE;
  }

  boolean isClosed() {
    return state == State.CLOSED;
  }

  /** Whether a request was answered on it before the present one. */
  boolean isReused() {
    return used;
  }

  /** The transport made a channel, which is not connected yet. */
  void bind(Channel channel) {
    this.channel = channel;
    loop.connectionOpened();
  }

  /** Writes a request; its answer is reported to the user. */
  void write(ByteBuf request) {
    var open = channel;
    if (open == null) {
      throw new IllegalStateException("written to before connected");
    }
    state = State.BUSY;
    open.writeAndFlush(request, open.voidPromise());
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    connectMicros = Math.max(1, loop.clock.micros() - openedMicros);
    if (origin.tls()) {
      state = State.HANDSHAKING;
    } else {
      ready(0);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake && state == State.HANDSHAKING) {
      if (handshake.isSuccess()) {
        ready(Math.max(1, loop.clock.micros() - openedMicros - connectMicros));
      } else {
        var failure = Failure.of(handshake.cause());
        fail(failure.equals(Failure.CERTIFICATE) ? failure : Failure.TLS);
      }
    }
  }

  private void ready(long tlsMicros) {
    state = State.IDLE;
    user.connected(connectMicros, tlsMicros);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    var in = (ByteBuf) message;
    try {
      if (state == State.BUSY) {
        read(in);
      } else {
        close();
      }
    } finally {
      in.release();
    }
  }

  private void read(ByteBuf in) {
    long nowMicros = loop.clock.micros();
    user.bytesArrived(in.readableBytes(), nowMicros);
    switch (parser.parse(in, user)) {
      case INCOMPLETE -> {}
      case COMPLETE -> complete(in.isReadable(), nowMicros);
      case MALFORMED -> fail(Failure.NOT_HTTP);
      case REFUSED -> fail(Failure.BODY_TOO_LARGE);
    }
  }

  private void complete(boolean hasSurplus, long nowMicros) {
    used = true;
    state = State.IDLE;
    if (hasSurplus || !parser.isKeepAlive()) {
      close();
    }
    user.answered(nowMicros);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (state == State.BUSY && parser.isCompletedByClose()) {
      used = true;
      state = State.CLOSED;
      loop.connectionClosed();
      user.answered(loop.clock.micros());
    } else if (state == State.HANDSHAKING) {
      fail(Failure.TLS);
    } else {
      fail(Failure.CLOSED);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException || cause instanceof DecoderException)) {
      LOG.atError().setCause(cause).log("a connection's handler failed: a bug in the generator");
    }
    fail(Failure.of(cause));
  }

  /** Connecting did not succeed, or the connection broke: whoever waits is told, once. */
  void fail(Failure failure) {
    boolean isAwaited = state != State.IDLE && state != State.CLOSED;
    close();
    if (isAwaited) {
      user.failed(failure);
    }
  }

  /** Closes it without telling anyone. */
  void close() {
    if (state != State.CLOSED) {
      state = State.CLOSED;
      if (channel != null) {
        loop.connectionClosed();
        channel.close();
      }
    }
  }
}
