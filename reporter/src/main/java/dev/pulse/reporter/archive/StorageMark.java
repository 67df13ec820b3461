package dev.pulse.reporter.archive;

import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.Records;

/** Control records that tell of where a run is kept, not of the run: they stay where they are. */
final class StorageMark {
  private StorageMark() {}

  static boolean is(byte[] value) {
    try {
      var control = Records.control(value);
      return control.hasRemoved() || control.hasRestoring();
    } catch (InvalidRecordException e) {
      return false;
    }
  }
}
