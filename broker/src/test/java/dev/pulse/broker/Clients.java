package dev.pulse.broker;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Ordinary clients of one broker, on topics of one partition with strings. */
record Clients(String bootstrapServers) {

  private static final int WAIT_SECONDS = 20;

  static Clients of(EmbeddedBroker broker) {
    return new Clients(broker.bootstrapServers());
  }

  void create(String topic) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin
          .createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
          .all()
          .get(WAIT_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Sends one by one, each acknowledged before the next. */
  void send(String topic, String... values) throws Exception {
    try (Producer<String, String> producer = producer(Map.of())) {
      for (String value : values) {
        producer
            .send(new ProducerRecord<>(topic, value, value))
            .get(WAIT_SECONDS, TimeUnit.SECONDS);
      }
    }
  }

  Producer<String, String> producer(Map<String, String> extra) {
    Properties all = new Properties();
    all.putAll(Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", "0"));
    all.putAll(extra);
    return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
  }

  /** A consumer of committed records that starts at the beginning unless its group has offsets. */
  Consumer<String, String> consumer(String group) {
    Properties all = new Properties();
    all.putAll(
        Map.of(
            "bootstrap.servers", bootstrapServers,
            "group.id", group,
            "enable.auto.commit", "false",
            "auto.offset.reset", "earliest",
            "isolation.level", "read_committed"));
    return new KafkaConsumer<>(all, new StringDeserializer(), new StringDeserializer());
  }

  /** All committed values of a topic, from its beginning to its present end. */
  List<String> readAll(String topic) {
    TopicPartition partition = new TopicPartition(topic, 0);
    try (Consumer<String, String> consumer = consumer("reads-all")) {
      consumer.assign(List.of(partition));
      long end = requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
      consumer.seekToBeginning(List.of(partition));
      List<String> values = new ArrayList<>();
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofSeconds(WAIT_SECONDS)).forEach(each -> values.add(each.value()));
      }
      return values;
    }
  }

  /** The next values of a subscribed consumer: waits until there are some. */
  static List<String> next(Consumer<String, String> consumer) {
    List<String> values = new ArrayList<>();
    for (int polls = 0; values.isEmpty() && polls < WAIT_SECONDS; polls++) {
      for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofSeconds(1))) {
        values.add(each.value());
      }
    }
    return values;
  }
}
