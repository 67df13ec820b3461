package dev.pulse.reporter.export;

import dev.pulse.protocol.Outcome;
import dev.pulse.protocol.SampleBlock;
import dev.pulse.protocol.TraceId;
import dev.pulse.reporter.run.RunData;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One row a sample, UTF-8, line feeds, fields quoted where they must be.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
final class CsvWriter implements SampleWriter {
  /** The columns, in order. */
  static final List<String> COLUMNS =
      List.of(
          "agent",
          "incarnation",
          "stream",
          "sequence",
          "time",
          "scenario",
          "stage",
          "request",
          "vu",
          "iteration",
          "tenant",
          "intended_start_us",
          "start_lag_us",
          "service_us",
          "response_us",
          "connect_us",
          "tls_us",
          "wait_us",
          "receive_us",
          "status",
          "outcome",
          "error",
          "bytes_in",
          "bytes_out",
          "failed_checks",
          "trace_id");

  private final SampleNamesOfPlan plan;
  private final BufferedWriter out;
  private final StringBuilder line = new StringBuilder();

  CsvWriter(RunData data, OutputStream out) throws IOException {
    this.plan = new SampleNamesOfPlan(data);
    this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    this.out.write(String.join(",", COLUMNS) + "\n");
  }

  @Override
  public void write(SampleBlock block, int row) throws IOException {
    line.setLength(0);
    identity(block, row);
    times(block, row);
    result(block, row);
    line.setCharAt(line.length() - 1, '\n');
    out.append(line);
  }

  private void identity(SampleBlock block, int row) {
    var columns = block.columns();
    text(block.header().agent());
    text(Long.toUnsignedString(block.header().incarnation()));
    number(block.header().stream());
    number(block.sequence(row));
    text(plan.time(columns.intendedStartMicros[row]));
    text(block.scenario(row));
    text(block.stage(row));
    text(block.request(row));
    number(columns.vu[row]);
    number(columns.iteration[row]);
    text(block.tenant(row));
  }

  private void times(SampleBlock block, int row) {
    var columns = block.columns();
    number(columns.intendedStartMicros[row]);
    number(columns.startLagMicros[row]);
    number(columns.serviceMicros[row]);
    number(columns.responseMicros(row));
    number(columns.connectMicros[row]);
    number(columns.tlsMicros[row]);
    number(columns.waitMicros[row]);
    number(columns.receiveMicros[row]);
  }

  private void result(SampleBlock block, int row) {
    var columns = block.columns();
    var header = block.header();
    number(columns.status[row]);
    text(Outcome.ofCode(columns.outcome[row]).label());
    text(block.error(row));
    number(columns.bytesIn[row]);
    number(columns.bytesOut[row]);
    text(failedChecks(block, row));
    text(
        TraceId.ofRequest(
            header.run(),
            header.agent(),
            header.incarnation(),
            header.stream(),
            columns.vu[row],
            columns.intendedStartMicros[row]));
  }

  private String failedChecks(SampleBlock block, int row) {
    long failed = block.columns().failedChecks[row];
    if (failed == 0) {
      return "";
    }
    var checks = plan.checks(block.request(row));
    var names = new StringBuilder();
    for (int check = 0; check < Long.SIZE; check++) {
      if ((failed >>> check & 1) == 1) {
        names.append(names.isEmpty() ? "" : ";");
        names.append(check < checks.size() ? checks.get(check) : "check " + check);
      }
    }
    return names.toString();
  }

  private void number(long value) {
    line.append(value).append(',');
  }

  private void text(String value) {
    boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    line.append(plain ? value : '"' + value.replace("\"", "\"\"") + '"').append(',');
  }

  @Override
  public void finish() throws IOException {
    out.flush();
  }
}
