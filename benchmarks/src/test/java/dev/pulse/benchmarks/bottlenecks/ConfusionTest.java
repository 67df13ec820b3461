package dev.pulse.benchmarks.bottlenecks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConfusionTest {
  private static final String REPORT =
      """
      ### Cache misses

      | | |
      |---|---|
      | Rule | `cache-misses` |
      | Sureness | CERTAIN |
      | Measured | hit ratio 0 % |

      | Rule | `slow-queries` |
      | Sureness | LIKELY: a consequence of `cache-misses` |

      | Rule | `dominating-request` |
      | Sureness | a symptom; it names no cause |
      """;

  @Test
  void readsTheFindingsOfAReportInItsOrder() {
    assertThat(Finding.of(REPORT))
        .containsExactly(
            new Finding("cache-misses", "certain"),
            new Finding("slow-queries", "likely"),
            new Finding("dominating-request", "symptom"));
  }

  @Test
  void aFaultIsNamedByItsOwnRuleFirstAndNothingElseForCertain() {
    var own = new Finding("cache-misses", "likely");
    var other = new Finding("slow-queries", "certain");

    assertThat(Case.COLD_CACHE.isNamedBy(List.of(own))).isTrue();
    assertThat(Case.COLD_CACHE.isNamedBy(List.of(own, other))).isFalse();
    assertThat(Case.COLD_CACHE.isNamedBy(List.of(other, own))).isFalse();
    assertThat(Case.COLD_CACHE.isNamedBy(List.of())).isFalse();
    assertThat(Case.HEALTHY.isNamedBy(List.of())).isTrue();
    assertThat(Case.HEALTHY.isNamedBy(List.of(own))).isFalse();
  }

  @Test
  void countsWhatWasFoundFirstAndWhatBesideIt() {
    var confusion = new Confusion();
    confusion.add(Case.HEALTHY, List.of());
    confusion.add(Case.COLD_CACHE, Finding.of(REPORT));
    confusion.add(Case.COLD_CACHE, List.of(new Finding("slow-queries", "certain")));

    assertThat(confusion.markdown())
        .isEqualTo(
            """
            | fault | `cache-misses` | nothing | `slow-queries` | as it should be |
            |---|---|---|---|---|
            | none |  | 1 |  | 1 of 1 |
            | cold-cache | 1 |  | 1 | 1 of 2 |

            | fault | first | beside it |
            |---|---|---|
            | none | – | – |
            | cold-cache | `cache-misses` certain × 1, `slow-queries` certain × 1 | `dominating-request` \
            symptom × 1, `slow-queries` likely × 1 |
            """);
  }
}
