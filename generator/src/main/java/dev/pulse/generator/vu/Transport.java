package dev.pulse.generator.vu;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/** Native epoll where there is one, else NIO, which costs a few percent more. */
public enum Transport {
  /** Linux. */
  EPOLL(EpollSocketChannel.class) {
    @Override
    IoHandlerFactory handlers() {
      return EpollIoHandler.newFactory();
    }
  },

  /** Everywhere. */
  NIO(NioSocketChannel.class) {
    @Override
    IoHandlerFactory handlers() {
      return NioIoHandler.newFactory();
    }
  };

  private final Class<? extends Channel> channelType;

  Transport(Class<? extends Channel> channelType) {
    this.channelType = channelType;
  }

  abstract IoHandlerFactory handlers();

  /** The best one on this machine. */
  public static Transport available() {
    return Epoll.isAvailable() ? EPOLL : NIO;
  }

  /** Type of its sockets. */
  public Class<? extends Channel> channelType() {
    return channelType;
  }

  /** Event loops with a thread each. */
  public MultiThreadIoEventLoopGroup loops(int count, String threadName) {
    return new MultiThreadIoEventLoopGroup(
        count, new DefaultThreadFactory(threadName, true), handlers());
  }
}
