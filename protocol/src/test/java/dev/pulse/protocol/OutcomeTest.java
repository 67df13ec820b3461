package dev.pulse.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.protocol.v1.OutcomeCode;
import org.junit.jupiter.api.Test;

class OutcomeTest {
  @Test
  void codesAreThoseOnTheWire() {
    for (var outcome : Outcome.values()) {
      assertThat(OutcomeCode.forNumber(outcome.code())).hasToString("OUTCOME_" + outcome.name());
      assertThat(Outcome.ofCode(outcome.code())).isEqualTo(outcome);
    }
    assertThat(OutcomeCode.values()).hasSize(Outcome.count() + 1);
  }

  @Test
  void unknownCodesAreRefused() {
    assertThatThrownBy(() -> Outcome.ofCode(16)).hasMessage("outcome must be 0..15, is 16");
  }

  @Test
  void aFailedCheckIsAnErrorButNotAFailedRequest() {
    assertThat(Outcome.CHECK_FAILED.isError()).isTrue();
    assertThat(Outcome.CHECK_FAILED.isRequestFailure()).isFalse();
    assertThat(Outcome.NOT_STARTED.isError()).isFalse();
    assertThat(Outcome.REDIRECTED.checksEvaluated()).isFalse();
  }
}
