package dev.pulse.integration.stack;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** InfluxDB 1.8 in a container, for who has Docker and no influxd. */
final class InfluxContainer implements InfluxServer.Host {
  private static final DockerImageName IMAGE = DockerImageName.parse("influxdb:1.8.10");
  private static final int PORT = 8086;

  private final GenericContainer<?> container;

  private InfluxContainer(GenericContainer<?> container) {
    this.container = container;
  }

  /** Whether a Docker answers here. */
  static boolean isPossible() {
    return DockerClientFactory.instance().isDockerAvailable();
  }

  /** Fetches the image where it is not there yet. */
  static InfluxContainer start() {
    GenericContainer<?> container = new GenericContainer<>(IMAGE);
    container.addExposedPort(PORT);
    container.addEnv("INFLUXDB_REPORTING_DISABLED", "true");
    container.start();
    return new InfluxContainer(container);
  }

  @Override
  public String address() {
    return "http://" + container.getHost() + ":" + container.getMappedPort(PORT);
  }

  @Override
  public void freeze() {
    container.getDockerClient().pauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void thaw() {
    container.getDockerClient().unpauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void close() {
    container.stop();
  }
}
