package dev.pulse.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;

class TopicsTest {
  @Test
  void recordsOfAMachineWhoseClockIsAheadAreTakenByAnyBroker() {
    assertThat(Topics.all(4, (short) 1))
        .extracting(topic -> topic.configs().get(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG))
        .containsOnly(Long.toString(Long.MAX_VALUE));
  }
}
