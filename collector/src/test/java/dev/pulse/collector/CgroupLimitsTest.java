package dev.pulse.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as the kernel writes them. */
class CgroupLimitsTest {
  private static final int PID = 4711;

  @TempDir private Path folder;

  private void write(String file, String content) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content + "\n");
  }

  private CgroupLimits limits() {
    return new CgroupLimits(folder.resolve("proc"), folder.resolve("cgroup"));
  }

  @Test
  void theSmallestLimitOnTheWayUpCounts() throws Exception {
    write("proc/4711/cgroup", "0::/kubepods/pod1/api");
    write("cgroup/kubepods/pod1/api/cpu.max", "max 100000");
    write("cgroup/kubepods/pod1/cpu.max", "50000 100000");
    write("cgroup/kubepods/cpu.max", "400000 100000");
    write("cgroup/kubepods/pod1/api/memory.max", "536870912");
    write("cgroup/kubepods/memory.max", "max");

    assertThat(limits().cores(PID)).hasValue(0.5);
    assertThat(limits().memoryBytes(PID)).hasValue(536_870_912);
  }

  @Test
  void aGroupThatIsTheRootOfItsContainerIsRead() throws Exception {
    write("proc/4711/cgroup", "0::/../../api");
    write("cgroup/cpu.max", "20000 100000");

    assertThat(limits().cores(PID)).hasValue(0.2);
    assertThat(limits().memoryBytes(PID)).isEmpty();
  }

  @Test
  void theFirstVersionIsReadAsWell() throws Exception {
    write("proc/4711/cgroup", "4:memory:/docker/abc\n3:cpu,cpuacct:/docker/abc\n0::/");
    write("cgroup/memory/docker/abc/memory.limit_in_bytes", "268435456");
    write("cgroup/memory/memory.limit_in_bytes", "9223372036854771712");
    write("cgroup/cpu,cpuacct/docker/abc/cpu.cfs_quota_us", "150000");
    write("cgroup/cpu,cpuacct/docker/abc/cpu.cfs_period_us", "100000");
    write("cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1");
    write("cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000");

    assertThat(limits().cores(PID)).hasValue(1.5);
    assertThat(limits().memoryBytes(PID)).hasValue(268_435_456);
  }

  @Test
  void aProcessThatIsGoneOrUnlimitedHasNone() throws Exception {
    assertThat(limits().cores(PID)).isEmpty();
    write("proc/4711/cgroup", "nonsense\n0::/");
    write("cgroup/memory.max", "max");

    assertThat(limits().cores(PID)).isEmpty();
    assertThat(limits().memoryBytes(PID)).isEmpty();
  }
}
