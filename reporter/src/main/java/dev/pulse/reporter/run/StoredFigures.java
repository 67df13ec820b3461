package dev.pulse.reporter.run;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.pulse.protocol.FiguresMerger;
import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.v1.Figures;
import java.util.ArrayList;
import java.util.List;

/**
 * Figures as bytes, a tenth of the parsed form; several are merged when there are {@value
 * #MOST_PARTS}, as merging many at once is cheap.
 *
 * @param parts at least one
 * @param provisional whether one of them is
 */
record StoredFigures(List<ByteString> parts, boolean provisional) {
  private static final int MOST_PARTS = 16;

  static StoredFigures of(ByteString figures, boolean provisional) {
    return new StoredFigures(List.of(figures), provisional);
  }

  StoredFigures and(StoredFigures other) {
    var all = new ArrayList<ByteString>(parts);
    all.addAll(other.parts);
    var both = new StoredFigures(List.copyOf(all), provisional || other.provisional);
    return all.size() >= MOST_PARTS ? both.merged() : both;
  }

  /** The same as one part. */
  StoredFigures merged() {
    if (parts.size() == 1) {
      return this;
    }
    try {
      var figures = new ArrayList<Figures>(parts.size());
      for (ByteString part : parts) {
        figures.add(Figures.parseFrom(part));
      }
      return of(FiguresMerger.merge(figures).toByteString(), provisional);
    } catch (InvalidProtocolBufferException | InvalidRecordException e) {
      throw new IllegalStateException("figures were checked when they were taken", e);
    }
  }

  long bytes() {
    return parts.stream().mapToLong(ByteString::size).sum();
  }
}
