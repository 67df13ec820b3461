package dev.pulse.integration.stack;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A process of influxd on this machine. */
record InfluxProcess(Process process, int port) implements InfluxServer.Host {
  @Override
  public String address() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public void freeze() throws Exception {
    signal("STOP");
  }

  @Override
  public void thaw() throws Exception {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (process.waitFor(10, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
