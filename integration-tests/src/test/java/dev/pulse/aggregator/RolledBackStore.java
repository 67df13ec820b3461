package dev.pulse.aggregator;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** A store in memory that can go back to its last commit. */
final class RolledBackStore<V> implements KeyValueStore<String, V> {
  private final String name;
  private NavigableMap<String, V> committed = new TreeMap<>();
  private NavigableMap<String, V> current = new TreeMap<>();

  RolledBackStore(String name) {
    this.name = name;
  }

  void commit() {
    committed = new TreeMap<>(current);
  }

  void rollBack() {
    current = new TreeMap<>(committed);
  }

  @Override
  public void put(String key, V value) {
    current.put(key, value);
  }

  @Override
  public @Nullable V putIfAbsent(String key, V value) {
    return current.putIfAbsent(key, value);
  }

  @Override
  public void putAll(List<KeyValue<String, V>> entries) {
    entries.forEach(entry -> current.put(entry.key, entry.value));
  }

  @Override
  public @Nullable V delete(String key) {
    return current.remove(key);
  }

  @Override
  public @Nullable V get(String key) {
    return current.get(key);
  }

  @Override
  public KeyValueIterator<String, V> range(String from, String to) {
    return new Entries<>(current.subMap(from, true, to, true));
  }

  @Override
  public KeyValueIterator<String, V> all() {
    return new Entries<>(current);
  }

  @Override
  public <PS extends Serializer<P>, P> KeyValueIterator<String, V> prefixScan(
      P prefix, PS serializer) {
    return new Entries<>(current.subMap((String) prefix, true, prefix + "\uffff", false));
  }

  @Override
  public long approximateNumEntries() {
    return current.size();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    throw new UnsupportedOperationException("nobody registers this store");
  }

  @Override
  public void close() {}

  @Override
  public boolean persistent() {
    return false;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  /** A copy, because processors delete while they iterate. */
  private static final class Entries<V> implements KeyValueIterator<String, V> {
    private final NavigableMap<String, V> rest;

    Entries(Map<String, V> entries) {
      rest = new TreeMap<>(entries);
    }

    @Override
    public boolean hasNext() {
      return !rest.isEmpty();
    }

    @Override
    public KeyValue<String, V> next() {
      var entry = rest.pollFirstEntry();
      return KeyValue.pair(entry.getKey(), entry.getValue());
    }

    @Override
    public String peekNextKey() {
      return rest.firstKey();
    }

    @Override
    public void close() {}
  }
}
