package dev.pulse.reporter.run;

import dev.pulse.protocol.v1.Figures;
import dev.pulse.protocol.v1.Histogram;

/** The durations that are kept as histograms; all in microseconds. */
public enum Timing {
  /** End minus intended start: what a user waits. This is what is judged. */
  RESPONSE,
  /** End minus actual start. */
  SERVICE,
  /** k6's {@code http_req_duration}: wait plus receive. */
  DURATION,
  /** k6's {@code http_req_waiting}: request written to first byte. */
  WAIT,
  /** k6's {@code http_req_receiving}: first to last byte. */
  RECEIVE,
  /** TCP connect, of the samples that opened a connection. */
  CONNECT,
  /** TLS handshake, of the samples that made one. */
  TLS,
  /** Actual minus intended start: what the generator itself was late. */
  START_LAG;

  Histogram of(Figures figures) {
    return switch (this) {
      case RESPONSE -> figures.getResponse();
      case SERVICE -> figures.getService();
      case DURATION -> figures.getDuration();
      case WAIT -> figures.getWait();
      case RECEIVE -> figures.getReceive();
      case CONNECT -> figures.getConnect();
      case TLS -> figures.getTls();
      case START_LAG -> figures.getStartLag();
    };
  }
}
