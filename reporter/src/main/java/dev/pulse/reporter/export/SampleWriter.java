package dev.pulse.reporter.export;

import dev.pulse.protocol.SampleBlock;
import java.io.IOException;

/** Writes samples in one format. */
interface SampleWriter {
  /** Writes one sample of a batch. */
  void write(SampleBlock block, int row) throws IOException;

  /** Writes what comes after the last sample and flushes; the stream stays open. */
  void finish() throws IOException;
}
