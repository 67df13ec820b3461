package dev.pulse.generator.http;

import io.netty.channel.EventLoop;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Addresses of hosts, resolved once and then remembered for the run, so that no event loop waits
 * for DNS. Failures are not remembered. Thread-safe.
 *
 * <p>Where a host has addresses of both families, as {@code localhost} has, IPv4 is used; if that
 * is refused before anything ever connected, IPv6. Once a connection was made the choice stands, so
 * that a target which goes down does not change it.
 */
public final class AddressBook {
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  private static final class Entry {
    private InetAddress[] used;
    private InetAddress[] spare;
    private boolean confirmed;

    Entry(InetAddress[] all) {
      used = ofFamily(all, true);
      spare = ofFamily(all, false);
      if (used.length == 0) {
        used = spare;
        spare = new InetAddress[0];
      }
    }

    private static InetAddress[] ofFamily(InetAddress[] all, boolean four) {
      return Arrays.stream(all)
          .filter(address -> address instanceof Inet4Address == four)
          .toArray(InetAddress[]::new);
    }

    synchronized InetAddress[] used() {
      return used;
    }

    synchronized void confirm() {
      confirmed = true;
    }

    synchronized boolean fallBack(InetAddress refused) {
      if (confirmed) {
        return false;
      }
      if (!Arrays.asList(used).contains(refused)) {
        // Another session fell back already.
        return true;
      }
      boolean canFallBack = spare.length > 0;
      if (canFallBack) {
        used = spare;
        spare = new InetAddress[0];
      }
      return canFallBack;
    }
  }

  /**
   * The addresses to connect to.
   *
   * @return at least one; null if the host was not resolved yet
   */
  InetAddress @Nullable [] known(String host) {
    var entry = entries.get(host);
    return entry == null ? null : entry.used();
  }

  /** A connection to the host was made. */
  void confirm(String host) {
    var entry = entries.get(host);
    if (entry != null) {
      entry.confirm();
    }
  }

  /** An address refused: whether there are now others to try. */
  boolean fallBack(String host, InetAddress refused) {
    var entry = entries.get(host);
    return entry != null && entry.fallBack(refused);
  }

  /**
   * Resolves a host and waits for it.
   *
   * @return all its addresses, at least one
   * @throws UnknownHostException if it has none
   */
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] addresses = InetAddress.getAllByName(host);
    remember(host, addresses);
    return addresses;
  }

  void remember(String host, InetAddress... addresses) {
    entries.putIfAbsent(host, new Entry(addresses));
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
