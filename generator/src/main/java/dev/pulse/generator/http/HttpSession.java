package dev.pulse.generator.http;

import dev.pulse.generator.pacing.Timer;
import dev.pulse.generator.record.ErrorNames;
import dev.pulse.generator.record.Sample;
import dev.pulse.protocol.Outcome;
import dev.pulse.protocol.TraceId;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Carries the requests of one VU, one at a time, over a connection of its own: connect if need be,
 * write, read, follow redirects, judge, record. Each request that is sent, and each hop of a
 * redirect, becomes exactly one sample, whatever happens.
 */
public final class HttpSession extends Timer implements ConnectionUser {
  private final LoopContext loop;
  private final SessionOwner owner;
  private final Sample sample = new Sample();
  private @Nullable HttpConnection connection;
  private @Nullable EncodedRequest request;
  private @Nullable EncodedRequest redirect;
  private @Nullable Failure redirectFailure;
  private @Nullable BodyBuffer body;
  private @Nullable String contentEncoding;
  private long bodyBytes;
  private int hops;
  private int attempt;
  private boolean retried;

  /**
   * A session without a connection.
   *
   * @param scenario index of the scenario's name
   * @param vu from 1
   * @param tenant index of the tenant's name plus 1; 0: none
   */
  public HttpSession(LoopContext loop, SessionOwner owner, int scenario, int vu, int tenant) {
    this.loop = loop;
    this.owner = owner;
    sample.scenario = scenario;
    sample.vu = vu;
    sample.tenant = tenant;
  }

  /**
   * Sends a request; the owner is told when it is done, which may be before this returns.
   *
   * @param intendedStartMicros when it was due, run clock
   */
  public void send(EncodedRequest next, long intendedStartMicros) {
    hops = 0;
    begin(next, intendedStartMicros);
  }

  private void begin(EncodedRequest next, long intendedStartMicros) {
    request = next;
    redirect = null;
    redirectFailure = null;
    retried = false;
    long nowMicros = Math.max(intendedStartMicros, loop.clock.micros());
    sample.begin(intendedStartMicros, nowMicros);
    loop.watch.started(nowMicros - intendedStartMicros);
    sample.request = next.index;
    sample.stage = owner.stageAt(intendedStartMicros);
    sample.iteration = owner.iteration();
    loop.wheel.set(this, nowMicros + next.timeoutMicros);
    if (!render(next)) {
      failed(Failure.MISSING_VARIABLE);
    } else if (connection != null && connection.isIdle() && connection.origin.equals(next.origin)) {
      write(connection, nowMicros);
    } else {
      connect(next.origin);
    }
  }

  /** What is known of the request under way, or of the last one. */
  public Sample sample() {
    return sample;
  }

  private boolean render(EncodedRequest next) {
    long key = TraceId.requestKey(sample.vu, sample.intendedStartMicros);
    return loop.writer.render(next, owner, key);
  }

  private void write(HttpConnection open, long nowMicros) {
    bodyBytes = 0;
    contentEncoding = null;
    sample.bytesOut += loop.writer.renderedBytes();
    sample.writtenMicros = nowMicros;
    open.write(loop.writer.rendered());
  }

  // ---- connecting

  private void connect(Origin origin) {
    closeConnection();
    attempt++;
    InetAddress[] known = loop.settings.addresses().known(origin.host());
    if (known != null) {
      connect(origin, known);
    } else {
      int asked = attempt;
      loop.settings
          .addresses()
          .resolve(origin.host(), loop.eventLoop, found -> resolved(asked, origin, found));
    }
  }

  private void resolved(int asked, Origin origin, boolean found) {
    if (asked != attempt || request == null) {
      return;
    }
    InetAddress[] known = loop.settings.addresses().known(origin.host());
    if (found && known != null) {
      connect(origin, known);
    } else {
      failed(Failure.DNS);
    }
  }

  private void connect(Origin origin, InetAddress[] addresses) {
    InetAddress address = addresses[sample.vu % addresses.length];
    if (!loop.settings.policy().allows(origin.host(), address)) {
      failed(Failure.REDIRECT_NOT_ALLOWED);
      return;
    }
    var opened = new HttpConnection(loop, origin, address, this);
    connection = opened;
    loop.connector.connect(opened);
  }

  @Override
  public void connected(long connectMicros, long tlsMicros) {
    var open = connection;
    var current = request;
    if (open == null || current == null) {
      return;
    }
    loop.settings.addresses().confirm(open.origin.host());
    sample.connectMicros = connectMicros;
    sample.tlsMicros = tlsMicros;
    // The event loop's buffer has served others since this request was due.
    if (render(current)) {
      write(open, loop.clock.micros());
    } else {
      failed(Failure.MISSING_VARIABLE);
    }
  }

  private void closeConnection() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  // ---- the answer

  @Override
  public boolean isBodiless() {
    return request != null && request.isHead;
  }

  @Override
  public void bytesArrived(int bytes, long nowMicros) {
    sample.bytesIn += bytes;
    if (sample.firstByteMicros == 0) {
      sample.firstByteMicros = nowMicros;
    }
  }

  @Override
  public void head(int status, ResponseHead head) {
    var current = request;
    if (current == null) {
      return;
    }
    sample.status = status;
    if (hops < loop.settings.options().maxRedirects() && Redirects.isRedirect(status)) {
      follow(current, status, head.value("location"));
    }
    if (redirect == null && !current.request.checks().isEmpty()) {
      sample.failedChecks = Judge.headerChecks(current, head);
    }
    if (redirect == null && current.readsBody) {
      contentEncoding = head.value("content-encoding");
      body = loop.takeBody();
    }
  }

  private void follow(EncodedRequest current, int status, @Nullable String location) {
    if (location == null) {
      // k6 takes a 3xx that leads nowhere as the answer.
      return;
    }
    var target = Redirects.target(current.origin, current.request.path().source(), location);
    if (target == null) {
      redirect = current;
      redirectFailure = Failure.BAD_REDIRECT;
    } else {
      redirect = current.redirected(status, target.origin(), target.path());
    }
  }

  @Override
  public boolean body(ByteBuf buffer, int index, int length) {
    bodyBytes += length;
    if (bodyBytes > loop.settings.options().maxBodyBytes()) {
      return false;
    }
    if (body != null) {
      body.append(buffer, index, length);
    }
    return true;
  }

  @Override
  public void answered(long nowMicros) {
    var current = request;
    if (current == null) {
      return;
    }
    if (redirect != null) {
      hop(redirect, nowMicros);
      return;
    }
    Failure undecodable = decodeBody();
    if (undecodable != null) {
      failed(undecodable);
      return;
    }
    long durationMicros = nowMicros - sample.writtenMicros;
    Judge.judge(current, sample, durationMicros, body, owner::extracted);
    finish(true, nowMicros);
  }

  private void hop(EncodedRequest next, long nowMicros) {
    Failure failure = redirectFailure;
    sample.outcome = Outcome.REDIRECTED;
    record(nowMicros);
    hops++;
    if (failure != null) {
      sample.begin(nowMicros, nowMicros);
      failed(failure);
    } else {
      begin(next, nowMicros);
    }
  }

  private @Nullable Failure decodeBody() {
    if (body == null || contentEncoding == null || body.length() == 0) {
      return null;
    }
    try {
      boolean fits = body.decode(contentEncoding, loop.settings.options().maxBodyBytes());
      return fits ? null : Failure.BODY_TOO_LARGE;
    } catch (IOException e) {
      return new Failure(Outcome.PROTOCOL_ERROR, ErrorNames.BAD_COMPRESSION);
    }
  }

  // ---- the end

  @Override
  public void failed(Failure failure) {
    var current = request;
    if (current == null) {
      return;
    }
    if (isWorthAnotherTry(current, failure)) {
      retried = true;
      connect(current.origin);
      return;
    }
    if (failure.equals(Failure.REFUSED) && hasOtherAddress()) {
      connect(current.origin);
      return;
    }
    if (connection != null && !connection.isIdle()) {
      closeConnection();
    }
    sample.fail(failure.outcome(), failure.error());
    sample.failedChecks = failure.outcome().checksEvaluated() ? current.allChecks : 0;
    finish(false, loop.clock.micros());
  }

  /**
   * A server may close an idle connection just when a request is written to it. As Go's client
   * (hence k6) and browsers do, one that changes nothing is then sent again on a new connection;
   * its times go on counting.
   */
  private boolean isWorthAnotherTry(EncodedRequest current, Failure failure) {
    return !retried
        && (failure.equals(Failure.CLOSED) || failure.equals(Failure.RESET))
        && current.isIdempotent
        && connection != null
        && connection.isReused()
        && sample.bytesIn == 0;
  }

  private boolean hasOtherAddress() {
    var refused = connection;
    return refused != null
        && loop.settings.addresses().fallBack(refused.origin.host(), refused.address);
  }

  @Override
  protected void expire(long deadlineMicros) {
    failed(sample.writtenMicros == 0 ? Failure.CONNECT_TIMEOUT : Failure.TIMEOUT);
  }

  /** Ends the request under way, if any, as cancelled; the owner is not told. */
  public void cancel() {
    if (request != null) {
      closeConnection();
      sample.fail(Failure.CANCELLED.outcome(), Failure.CANCELLED.error());
      sample.failedChecks = 0;
      record(loop.clock.micros());
      request = null;
    }
  }

  /** Closes the connection; a request under way is cancelled. */
  public void close() {
    cancel();
    closeConnection();
  }

  private void finish(boolean wasAnswered, long endMicros) {
    boolean isGood = sample.outcome == Outcome.OK;
    record(endMicros);
    request = null;
    redirect = null;
    owner.done(isGood, wasAnswered, endMicros);
  }

  private void record(long endMicros) {
    loop.wheel.cancel(this);
    attempt++;
    if (body != null) {
      loop.giveBack(body);
      body = null;
    }
    loop.recorder.record(sample, endMicros);
  }
}
