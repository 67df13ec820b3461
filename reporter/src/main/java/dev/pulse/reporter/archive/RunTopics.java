package dev.pulse.reporter.archive;

import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.Records;
import dev.pulse.protocol.Topics;
import dev.pulse.reporter.run.RunData;
import dev.pulse.reporter.run.TopicScan;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads whole topics, partition after partition, and says how far it is. */
final class RunTopics implements AutoCloseable {
  /** Where records of runs stand. */
  static final List<String> ALL =
      List.of(Topics.CONTROL, Topics.INTERVALS, Topics.SAMPLES, Topics.RESOURCES, Topics.REJECTED);

  private static final int RECORDS_PER_WORD = 1_000;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final WorkProgress progress;

  /** Progress within one topic. */
  private static final class Course {
    private long done;
  }

  RunTopics(Map<String, Object> settings, WorkProgress progress) {
    this.consumer = TopicScan.consumer(settings);
    this.progress = progress;
  }

  List<TopicPartition> partitions(String topic) {
    return TopicScan.partitions(consumer, List.of(topic)).stream()
        .sorted((a, b) -> Integer.compare(a.partition(), b.partition()))
        .toList();
  }

  /** Where each partition of each topic ends now. */
  Map<TopicPartition, Long> ends() {
    return consumer.endOffsets(TopicScan.partitions(consumer, ALL));
  }

  /** Hands over every record of a topic, in the order of partition and offset. */
  void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    String step = "reading " + topic;
    var partitions = partitions(topic);
    long total = records(partitions);
    progress.at(step, 0, total);
    var course = new Course();
    for (TopicPartition partition : partitions) {
      TopicScan.read(
          consumer,
          List.of(partition),
          record -> {
            sink.accept(record);
            course.done++;
            if (course.done % RECORDS_PER_WORD == 0) {
              progress.at(step, Math.min(course.done, total), total);
            }
          });
    }
    progress.at(step, total, total);
  }

  private long records(List<TopicPartition> partitions) {
    var begins = consumer.beginningOffsets(partitions);
    return consumer.endOffsets(partitions).entrySet().stream()
        .mapToLong(end -> end.getValue() - begins.getOrDefault(end.getKey(), 0L))
        .sum();
  }

  /** What control records tell of a run. */
  RunData control(String run) {
    var data = new RunData(run);
    read(
        Topics.CONTROL,
        record -> {
          try {
            if (run.equals(RunOfRecord.of(record.topic(), record.key(), record.value()))) {
              data.accept(Records.control(record.value()));
            }
          } catch (InvalidRecordException e) {
            // It is kept as it is, and says nothing of the run's state.
          }
        });
    return data;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
