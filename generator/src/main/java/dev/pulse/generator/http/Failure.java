package dev.pulse.generator.http;

import dev.pulse.generator.record.ErrorNames;
import dev.pulse.protocol.Outcome;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/**
 * Why a request got no answer.
 *
 * @param outcome its class
 * @param error its words, see {@link ErrorNames}
 */
record Failure(Outcome outcome, int error) {
  static final Failure TIMEOUT = new Failure(Outcome.TIMEOUT, ErrorNames.TIMEOUT);
  static final Failure CONNECT_TIMEOUT = new Failure(Outcome.TIMEOUT, ErrorNames.CONNECT_TIMEOUT);
  static final Failure REFUSED =
      new Failure(Outcome.CONNECTION_REFUSED, ErrorNames.CONNECTION_REFUSED);
  static final Failure RESET = new Failure(Outcome.CONNECTION_RESET, ErrorNames.CONNECTION_RESET);
  static final Failure CLOSED =
      new Failure(Outcome.CONNECTION_CLOSED, ErrorNames.CONNECTION_CLOSED);
  static final Failure DNS = new Failure(Outcome.DNS, ErrorNames.DNS);
  static final Failure TLS = new Failure(Outcome.TLS, ErrorNames.TLS);
  static final Failure CERTIFICATE = new Failure(Outcome.TLS, ErrorNames.CERTIFICATE);
  static final Failure NOT_HTTP = new Failure(Outcome.PROTOCOL_ERROR, ErrorNames.NOT_HTTP);
  static final Failure BODY_TOO_LARGE =
      new Failure(Outcome.BODY_TOO_LARGE, ErrorNames.BODY_TOO_LARGE);
  static final Failure CANCELLED = new Failure(Outcome.CANCELLED, ErrorNames.CANCELLED);
  static final Failure MISSING_VARIABLE =
      new Failure(Outcome.SETUP_FAILED, ErrorNames.MISSING_VARIABLE);
  static final Failure BAD_REDIRECT = new Failure(Outcome.SETUP_FAILED, ErrorNames.BAD_REDIRECT);
  static final Failure REDIRECT_NOT_ALLOWED =
      new Failure(Outcome.SETUP_FAILED, ErrorNames.REDIRECT_NOT_ALLOWED);
  private static final Failure NO_LOCAL_PORT =
      new Failure(Outcome.IO_ERROR, ErrorNames.NO_LOCAL_PORT);
  private static final Failure TOO_MANY_FILES =
      new Failure(Outcome.IO_ERROR, ErrorNames.TOO_MANY_FILES);
  private static final Failure IO = new Failure(Outcome.IO_ERROR, ErrorNames.IO);

  /** Tells failures apart by what Netty and the JDK throw; by message where the type says less. */
  static Failure of(Throwable cause) {
    if (cause instanceof UnknownHostException) {
      return DNS;
    }
    if (hasCause(cause, CertificateException.class)) {
      return CERTIFICATE;
    }
    if (hasCause(cause, SSLException.class)) {
      return TLS;
    }
    if (cause instanceof ClosedChannelException) {
      return CLOSED;
    }
    return byMessage(String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT), cause);
  }

  private static Failure byMessage(String message, Throwable cause) {
    if (message.contains("cannot assign requested address")) {
      return NO_LOCAL_PORT;
    }
    if (message.contains("too many open files")) {
      return TOO_MANY_FILES;
    }
    if (message.contains("timed out")) {
      return CONNECT_TIMEOUT;
    }
    if (message.contains("refused")) {
      return REFUSED;
    }
    boolean reset = message.contains("reset") || message.contains("broken pipe");
    return reset && !(cause instanceof ConnectException) ? RESET : IO;
  }

  private static boolean hasCause(Throwable cause, Class<? extends Throwable> type) {
    Throwable at = cause;
    for (int depth = 0; at != null && depth < 16; depth++) {
      if (type.isInstance(at)) {
        return true;
      }
      at = at.getCause();
    }
    return false;
  }
}
