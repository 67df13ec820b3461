package dev.pulse.launcher.host;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.File;
import java.util.List;

/**
 * How logback is set up; found by logback itself, which takes a fraction of what its XML takes. A
 * part in a JVM of its own logs to standard error, which its parent keeps in the role's file; the
 * command itself logs to {@code logs/pulse.log} and never to the terminal. Warnings and errors
 * only.
 */
public final class Logging extends ContextAwareBase implements Configurator {
  /** System property of a part's JVM, set to its role. */
  public static final String ROLE = "pulse.role";

  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSS} %-5level %logger{0} - %msg%replace(%kvp){'^(.+)$', '"
          + " $1'}%n%ex";

  /** Warn of what is as it should be: a first election, a topic that is just being created. */
  private static final List<String> BENIGN =
      List.of(
          "org.apache.kafka.clients.NetworkClient",
          "org.apache.kafka.controller.QuorumController",
          "org.apache.kafka.streams.StreamsConfig");

  /** For logback. */
  public Logging() {}

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    Appender<ILoggingEvent> appender =
        System.getProperty(ROLE) == null ? new LogFile(encoder) : standardError(encoder);
    appender.setContext(context);
    appender.setName("pulse");
    appender.start();
    var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(appender);
    BENIGN.forEach(name -> context.getLogger(name).setLevel(Level.ERROR));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static Appender<ILoggingEvent> standardError(PatternLayoutEncoder encoder) {
    var console = new ConsoleAppender<ILoggingEvent>();
    console.setTarget("System.err");
    console.setEncoder(encoder);
    return console;
  }

  /** Opened at the first event, so that a command with nothing to log leaves no folder behind. */
  private static final class LogFile extends AppenderBase<ILoggingEvent> {
    private static final long LARGEST_BYTES = 8 << 20;

    private final PatternLayoutEncoder encoder;
    private final FileAppender<ILoggingEvent> file = new FileAppender<>();

    LogFile(PatternLayoutEncoder encoder) {
      this.encoder = encoder;
    }

    @Override
    protected void append(ILoggingEvent event) {
      if (!file.isStarted()) {
        open();
      }
      file.doAppend(event);
    }

    private void open() {
      String home = System.getenv().getOrDefault(PulseHome.VARIABLE, "");
      var log = new File(home.isEmpty() ? ".pulse" : home, "logs/pulse.log");
      file.setContext(getContext());
      file.setEncoder(encoder);
      file.setFile(log.getPath());
      file.setAppend(log.length() < LARGEST_BYTES);
      file.start();
    }

    @Override
    public void stop() {
      file.stop();
      super.stop();
    }
  }
}
