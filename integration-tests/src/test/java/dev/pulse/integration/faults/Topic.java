package dev.pulse.integration.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic's bytes as they are, read and written without any code of the product. */
final class Topic {
  static final String SAMPLES = "pulse.samples";
  static final String CONTROL = "pulse.control";
  static final String INTERVALS = "pulse.intervals";
  static final String RESOURCES = "pulse.resources";
  static final String AGENTS = "pulse.agents";
  static final String REJECTED = "pulse.rejected";

  private final String bootstrap;
  private final String name;

  Topic(String bootstrap, String name) {
    this.bootstrap = bootstrap;
    this.name = name;
  }

  /** Every committed record that is in it now, partition by partition. */
  List<ConsumerRecord<byte[], byte[]>> readAll() {
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      var partitions =
          consumer.partitionsFor(name).stream()
              .map(partition -> new TopicPartition(name, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }

  /** One to write, whose partition follows from its key. */
  ProducerRecord<byte[], byte[]> record(byte[] key, byte[] value, long stampMillis) {
    return new ProducerRecord<>(name, null, stampMillis, key, value);
  }

  /** Writes records in this order, and returns when Kafka has them. */
  void write(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", bootstrap, "acks", "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (var record : records) {
        producer.send(record).get(30, TimeUnit.SECONDS);
      }
    }
  }
}
