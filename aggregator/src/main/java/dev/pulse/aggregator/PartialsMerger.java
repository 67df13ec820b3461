package dev.pulse.aggregator;

import dev.pulse.protocol.FiguresMerger;
import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.v1.Figures;
import java.util.List;

/** Merges figures that this aggregator made. */
final class PartialsMerger {
  /**
   * Up to here halves are merged pairwise, in proportion to their non-empty buckets; beyond, one
   * dense pass over the whole layout is cheaper.
   */
  private static final int MOST_PAIRWISE = 8;

  private PartialsMerger() {}

  static Figures merge(List<Figures> parts) {
    try {
      return parts.size() > MOST_PAIRWISE ? FiguresMerger.merge(parts) : pairwise(parts);
    } catch (InvalidRecordException e) {
      throw new IllegalStateException("a partial was not written by this version", e);
    }
  }

  private static Figures pairwise(List<Figures> parts) throws InvalidRecordException {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    int half = parts.size() / 2;
    return FiguresMerger.merge(
        pairwise(parts.subList(0, half)), pairwise(parts.subList(half, parts.size())));
  }
}
