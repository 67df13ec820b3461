package dev.pulse.aggregator.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InfluxTargetTest {
  @Test
  void addressIsReadAsK6HasIt() {
    var target =
        InfluxTarget.of(
            "http://localhost:8086/k6",
            Map.of("PULSE_INFLUXDB_USER", "u", "PULSE_INFLUXDB_PASSWORD", "p"));

    assertThat(target.url()).isEqualTo("http://localhost:8086");
    assertThat(target.bucket()).isEqualTo("k6");
    assertThat(target.token()).isEqualTo("u:p");
    assertThat(target).hasToString("http://localhost:8086/k6");
  }

  @Test
  void retentionPolicyMayBeNamed() {
    assertThat(InfluxTarget.of("https://influx/pulse/autogen/", Map.of()).bucket())
        .isEqualTo("pulse/autogen");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:8086/k6",
        "http://localhost:8086",
        "http:///k6",
        "http://u:p@localhost:8086/k6",
        "http://localhost:8086/k6?db=x",
        "http://local host/k6"
      })
  void otherAddressesAreRefused(String address) {
    assertThatThrownBy(() -> InfluxTarget.of(address, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("InfluxDB");
  }
}
