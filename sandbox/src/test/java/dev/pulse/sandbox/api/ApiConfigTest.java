package dev.pulse.sandbox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiConfigTest {
  private static final Map<String, String> SERVERS =
      Map.of(
          "PULSE_SANDBOX_JDBC_URL", "jdbc:postgresql://db/pulse?user=pulse&password=hidden",
          "PULSE_SANDBOX_REDIS_URI", "redis://:hidden@cache:6379");

  private static Map<String, String> serversAnd(String name, String value) {
    Map<String, String> environment = new HashMap<>(SERVERS);
    environment.put(name, value);
    return environment;
  }

  @Test
  void environmentNamesTheServersAndTheRestHasDefaults() {
    ApiConfig config = ApiConfig.fromEnvironment(SERVERS);

    assertThat(config.jdbcUrl()).startsWith("jdbc:postgresql://db/");
    assertThat(config.host()).isEqualTo("127.0.0.1");
    assertThat(config.preferredPort()).isEqualTo(8000);
    assertThat(config.secret()).hasSize(64);
  }

  @Test
  void secretIsFreshAtEachStartUnlessGiven() {
    assertThat(ApiConfig.fromEnvironment(SERVERS).secret())
        .isNotEqualTo(ApiConfig.fromEnvironment(SERVERS).secret());
    assertThat(
            ApiConfig.fromEnvironment(serversAnd("PULSE_SANDBOX_SECRET", "0123456789abcdef"))
                .secret())
        .isEqualTo("0123456789abcdef");
  }

  @Test
  void textFormShowsNoSecret() {
    ApiConfig config =
        ApiConfig.fromEnvironment(serversAnd("PULSE_SANDBOX_SECRET", "0123456789abcdef"));

    assertThat(config.toString()).doesNotContain("hidden", "0123456789abcdef");
  }

  @Test
  void missingServerIsNamed() {
    assertThatThrownBy(() -> ApiConfig.fromEnvironment(Map.of()))
        .hasMessage("PULSE_SANDBOX_JDBC_URL must be set");
  }

  @Test
  void valueOutOfRangeIsNamedWithItsRange() {
    assertThatThrownBy(() -> ApiConfig.fromEnvironment(serversAnd("PULSE_SANDBOX_POOL_SIZE", "51")))
        .hasMessage("poolSize must be 1 to 50, is 51");
    assertThatThrownBy(() -> ApiConfig.fromEnvironment(serversAnd("PULSE_SANDBOX_PORT", "http")))
        .hasMessage("PULSE_SANDBOX_PORT must be a number, is \"http\"");
    assertThatThrownBy(() -> ApiConfig.fromEnvironment(serversAnd("PULSE_SANDBOX_SECRET", "short")))
        .hasMessageContaining("PULSE_SANDBOX_SECRET must have at least 16 characters")
        .hasMessageNotContaining("short");
  }
}
