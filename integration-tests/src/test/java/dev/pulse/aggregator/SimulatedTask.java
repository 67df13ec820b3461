package dev.pulse.aggregator;

import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * A task as Kafka Streams runs one with {@code exactly_once_v2}: what it has read, stored and
 * passed on since its last commit is gone when it crashes, all of it together.
 */
final class SimulatedTask<VI, VO> implements ProcessorContext<String, VO> {
  private final Supplier<Processor<?, VI, String, VO>> processors;
  private final LongSupplier nowMillis;
  private final Map<String, RolledBackStore<?>> stores = new HashMap<>();
  private final List<VI> input = new ArrayList<>();
  private final List<Record<String, VO>> output = new ArrayList<>();
  private final List<Punctuator> punctuators = new ArrayList<>();
  private Processor<?, VI, String, VO> processor;
  private int position;
  private int committedPosition;

  SimulatedTask(
      Supplier<Processor<?, VI, String, VO>> processors,
      LongSupplier nowMillis,
      List<String> storeNames) {
    this.processors = processors;
    this.nowMillis = nowMillis;
    storeNames.forEach(name -> stores.put(name, new RolledBackStore<>(name)));
    processor = begin();
  }

  private Processor<?, VI, String, VO> begin() {
    punctuators.clear();
    var begun = processors.get();
    begun.init(this);
    return begun;
  }

  void append(VI value) {
    input.add(value);
  }

  boolean hasInput() {
    return position < input.size();
  }

  @SuppressWarnings("unchecked") // the key is not looked at
  void processNext() {
    var value = input.get(position++);
    ((Processor<String, VI, String, VO>) processor)
        .process(new Record<>("", value, nowMillis.getAsLong()));
  }

  void tick() {
    List.copyOf(punctuators).forEach(each -> each.punctuate(nowMillis.getAsLong()));
  }

  /** What has been passed on since the last commit, which is now for others to see. */
  List<Record<String, VO>> commitAll() {
    stores.values().forEach(RolledBackStore::commit);
    committedPosition = position;
    var passedOn = List.copyOf(output);
    output.clear();
    return passedOn;
  }

  void crash() {
    stores.values().forEach(RolledBackStore::rollBack);
    position = committedPosition;
    output.clear();
    processor = begin();
  }

  /** A fault of its own: state is kept that should have gone back. */
  void crashWithoutRollingBack() {
    position = committedPosition;
    output.clear();
    processor = begin();
  }

  /** A fault of its own: a store is empty after a restart. */
  void forget(String store) {
    stores.put(store, new RolledBackStore<>(store));
    processor = begin();
  }

  @Override
  public <K extends String, V extends VO> void forward(Record<K, V> record) {
    output.add(new Record<>(record.key(), record.value(), record.timestamp(), record.headers()));
  }

  @Override
  public <K extends String, V extends VO> void forward(Record<K, V> record, String child) {
    forward(record);
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as Streams declares it
  public <S extends StateStore> S getStateStore(String name) {
    return (S) Objects.requireNonNull(stores.get(name));
  }

  @Override
  public Cancellable schedule(Duration every, PunctuationType type, Punctuator what) {
    punctuators.add(what);
    return () -> punctuators.remove(what);
  }

  @Override
  public Cancellable schedule(Instant from, Duration every, PunctuationType type, Punctuator what) {
    return schedule(every, type, what);
  }

  @Override
  public long currentSystemTimeMs() {
    return nowMillis.getAsLong();
  }

  @Override
  public Optional<RecordMetadata> recordMetadata() {
    return Optional.empty();
  }

  @Override
  public Serde<?> keySerde() {
    return Serdes.String();
  }

  @Override
  public Serde<?> valueSerde() {
    return Serdes.ByteArray();
  }

  @Override
  public void commit() {
    throw unused();
  }

  @Override
  public String applicationId() {
    throw unused();
  }

  @Override
  public TaskId taskId() {
    throw unused();
  }

  @Override
  public File stateDir() {
    throw unused();
  }

  @Override
  public StreamsMetrics metrics() {
    throw unused();
  }

  @Override
  public Map<String, Object> appConfigs() {
    throw unused();
  }

  @Override
  public Map<String, Object> appConfigsWithPrefix(String prefix) {
    throw unused();
  }

  @Override
  public long currentStreamTimeMs() {
    throw unused();
  }

  private static UnsupportedOperationException unused() {
    return new UnsupportedOperationException("the processors do not ask for this");
  }
}
