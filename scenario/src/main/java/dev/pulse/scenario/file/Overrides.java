package dev.pulse.scenario.file;

import dev.pulse.scenario.Ramp;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the command line says instead of the file, in k6's terms. Anything about VUs needs a file
 * with one scenario, and keeps its flow, think time, start time and graceful stop:
 *
 * <ul>
 *   <li>{@code duration}: constant-vus for that long, with {@code vus} or the most VUs of the file
 *   <li>{@code vus} alone: counted iterations keep their count, all else becomes constant-vus for
 *       the length of the file
 *   <li>{@code duration} alone keeps the rate of a constant-arrival-rate; {@code vus} alone is
 *       refused with an arrival rate
 *   <li>{@code stages}: ramping-vus from {@code vus} or 1; not together with {@code duration}
 * </ul>
 *
 * @param vus {@code --vus}
 * @param duration {@code --duration}
 * @param stages {@code --stage}, empty: not given
 * @param seed {@code --seed}
 * @param tags added to those of the file, or instead of them where the name is the same
 * @param insecureSkipTlsVerify true accepts any certificate, false leaves it to the file
 */
public record Overrides(
    OptionalInt vus,
    Optional<Duration> duration,
    List<Ramp> stages,
    OptionalLong seed,
    Map<String, String> tags,
    boolean insecureSkipTlsVerify) {

  /** The file as it is. */
  public static final Overrides NONE =
      new Overrides(
          OptionalInt.empty(), Optional.empty(), List.of(), OptionalLong.empty(), Map.of(), false);

  /** Copies the collections. */
  public Overrides {
    stages = List.copyOf(stages);
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
  }

  /** Whether the executor of the file is not to be used as it stands. */
  boolean changesExecutor() {
    return vus.isPresent() || duration.isPresent() || !stages.isEmpty();
  }
}
