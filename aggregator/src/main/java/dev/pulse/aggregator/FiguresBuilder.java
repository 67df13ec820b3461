package dev.pulse.aggregator;

import dev.pulse.protocol.SampleBlock;
import dev.pulse.protocol.SeriesKey;
import dev.pulse.protocol.v1.Figures;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Turns the samples of one interval into figures per series, in one pass. The rules of what counts
 * where live here and in {@link SeriesFigures}, and nowhere else: the topology and the
 * recomputation that checks it both use them.
 *
 * <p>Not thread-safe; reusable. Holds a few kB for each series of the last interval.
 */
public final class FiguresBuilder {
  private final Map<SeriesKey, SeriesFigures> series = new HashMap<>();
  private final Map<Long, SeriesFigures> ofBatch = new HashMap<>();

  /** Adds all samples of a batch. */
  public void add(SampleBlock block) {
    ofBatch.clear();
    var columns = block.columns();
    long lastTriple = -1;
    SeriesFigures figures = null;
    for (int row = 0; row < columns.count; row++) {
      // Dictionaries have at most 5,000 names: 13 bits each.
      long triple =
          (((long) columns.scenarioIndex[row] << 13) | columns.stageIndex[row]) << 13
              | columns.requestIndex[row];
      if (figures == null || triple != lastTriple) {
        figures = ofBatch.get(triple);
        if (figures == null) {
          figures = seriesOf(block, row);
          ofBatch.put(triple, figures);
        }
        lastTriple = triple;
      }
      figures.add(block, row);
    }
  }

  private SeriesFigures seriesOf(SampleBlock block, int row) {
    var key =
        new SeriesKey(
            block.header().run(), block.scenario(row), block.stage(row), block.request(row));
    return series.computeIfAbsent(key, k -> new SeriesFigures());
  }

  /** The figures of everything added since the last call; only series that had a sample. */
  public Map<SeriesKey, Figures> drain() {
    series.values().removeIf(SeriesFigures::isEmpty);
    Map<SeriesKey, Figures> figures = new LinkedHashMap<>();
    series.forEach((key, value) -> figures.put(key, value.drain()));
    return figures;
  }
}
