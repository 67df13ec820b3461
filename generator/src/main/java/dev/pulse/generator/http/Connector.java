package dev.pulse.generator.http;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;

/** Opens connections of one event loop. */
final class Connector {
  /**
   * Receive buffer, bytes: larger than a usual answer, so that one read takes all of it; larger
   * ones take more reads.
   */
  static final int RECEIVE_BYTES = 4 << 10;

  private final Bootstrap bootstrap;
  private final SslContext tls;

  Connector(EventLoop loop, Class<? extends Channel> channelType, SslContext tls) {
    this.tls = tls;
    bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(channelType)
            .option(ChannelOption.TCP_NODELAY, true)
            // Sessions time requests out themselves; Netty's own timers would linger.
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
            .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(RECEIVE_BYTES));
  }

  /** Begins to connect; the connection reports the result to its user. */
  void connect(HttpConnection connection) {
    ChannelFuture connecting =
        bootstrap
            .clone()
            .handler(new Initializer(connection))
            .connect(new InetSocketAddress(connection.address, connection.origin.port()));
    if (connecting.isDone()) {
      failed(connection, connecting);
    } else {
      connecting.addListener(done -> failed(connection, connecting));
    }
  }

  private static void failed(HttpConnection connection, ChannelFuture connecting) {
    if (connecting.cause() != null) {
      connection.fail(Failure.of(connecting.cause()));
    }
  }

  private final class Initializer extends ChannelInitializer<Channel> {
    private final HttpConnection connection;

    Initializer(HttpConnection connection) {
      this.connection = connection;
    }

    @Override
    protected void initChannel(Channel channel) {
      connection.bind(channel);
      var origin = connection.origin;
      if (origin.tls()) {
        SslHandler handler = tls.newHandler(channel.alloc(), origin.host(), origin.port());
        handler.setHandshakeTimeoutMillis(0);
        channel.pipeline().addLast(handler);
      }
      channel.pipeline().addLast(connection);
    }
  }
}
