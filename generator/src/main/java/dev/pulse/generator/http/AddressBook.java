package dev.pulse.generator.http;

import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Addresses of hosts, resolved once and then remembered for the run, so that no event loop waits
 * for DNS. Failures are not remembered. Thread-safe.
 */
public final class AddressBook {
  private final Map<String, InetAddress[]> known = new ConcurrentHashMap<>();

  /** What is known of a host; null if it was not resolved yet. */
  InetAddress @Nullable [] known(String host) {
    return known.get(host);
  }

  /**
   * Resolves a host and waits for it.
   *
   * @return its addresses, at least one
   * @throws UnknownHostException if it has none
   */
  public InetAddress[] resolve(String host) throws UnknownHostException {
    var addresses = known.get(host);
    if (addresses == null) {
      addresses = InetAddress.getAllByName(host);
      known.put(host, addresses);
    }
    return addresses.clone();
  }

  /** Resolves a host elsewhere; {@code then} is told on the event loop whether that went well. */
  void resolve(String host, EventLoop loop, Consumer<Boolean> then) {
    CompletableFuture.supplyAsync(() -> resolved(host))
        .whenComplete((addresses, e) -> loop.execute(() -> then.accept(e == null)));
  }

  private InetAddress[] resolved(String host) {
    try {
      return resolve(host);
    } catch (UnknownHostException e) {
      throw new CompletionException(e);
    }
  }
}
