package io.spillway.ledger.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes as a made-up kernel shows them. */
class ProcessIdentityTest {
  @TempDir Path proc;
  private ProcessIdentity self;

  @BeforeEach
  void lookAtItself() throws IOException {
    put("sys/kernel/random/boot_id", "b-1\n");
    show("self", 10, "S", 4, 700);
    Files.createDirectory(proc.resolve("self/ns"));
    Files.createSymbolicLink(proc.resolve("self/ns/pid"), Path.of("pid:[1]"));
    self = ProcessIdentity.current(proc).orElseThrow();
  }

  private void put(String name, String content) throws IOException {
    Files.createDirectories(proc.resolve(name).getParent());
    Files.writeString(proc.resolve(name), content);
  }

  /** As the kernel shows a process, whose command may look like the rest. */
  private void show(String folder, long pid, String state, int threads, long started)
      throws IOException {
    put(
        folder + "/stat",
        String.format(
            Locale.ROOT,
            "%d (a) S 1 %s) %s 1 1 1 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 %d 0 %d 99 98 97",
            pid,
            "java",
            state,
            threads,
            started));
  }

  private ProcessIdentity other(long pid, long started) {
    return new ProcessIdentity(
        self.host(), self.boot(), self.namespace(), self.user(), pid, started);
  }

  @Test
  void shouldKnowItself() {
    assertThat(self.boot()).isEqualTo("b-1");
    assertThat(self.namespace()).isEqualTo("pid:[1]");
    assertThat(self.pid()).isEqualTo(10);
    assertThat(self.started()).isEqualTo(700);
    assertThat(self.knowsDead(self, proc)).isTrue(); // it is shown as "self" alone here
    assertThat(ProcessIdentity.of(self.json())).hasValue(self);
  }

  @Test
  void shouldKnowTheRealOne() {
    Optional<ProcessIdentity> real = ProcessIdentity.current();

    if (Files.exists(Path.of("/proc/self/ns/pid"))) {
      assertThat(real.orElseThrow().pid()).isEqualTo(ProcessHandle.current().pid());
    }
    real.ifPresent(process -> assertThat(process.knowsDead(process)).isFalse());
  }

  @Test
  void shouldKnowWhoIsGone() throws IOException {
    // Given
    show("20", 20, "S", 4, 800);

    // When, Then
    assertThat(self.knowsDead(other(20, 800), proc)).as("runs").isFalse();
    assertThat(self.knowsDead(other(20, 799), proc)).as("its number came again").isTrue();
    assertThat(self.knowsDead(other(21, 800), proc)).as("is not there").isTrue();
    show("20", 20, "T", 4, 800);
    assertThat(self.knowsDead(other(20, 800), proc)).as("is stopped").isFalse();
    show("20", 20, "Z", 1, 800);
    assertThat(self.knowsDead(other(20, 800), proc)).as("was not waited for").isTrue();
    show("20", 20, "Z", 2, 800);
    assertThat(self.knowsDead(other(20, 800), proc)).as("has threads left").isFalse();
  }

  @Test
  void shouldNotJudgeWhatIsElsewhere() {
    List<ProcessIdentity> elsewhere =
        List.of(
            new ProcessIdentity("x", self.boot(), self.namespace(), self.user(), 21, 800),
            new ProcessIdentity(self.host(), "b-2", self.namespace(), self.user(), 21, 800),
            new ProcessIdentity(self.host(), self.boot(), "pid:[2]", self.user(), 21, 800),
            new ProcessIdentity(
                self.host(), self.boot(), self.namespace(), self.user() + 1, 21, 800));

    assertThat(elsewhere).noneMatch(other -> self.knowsDead(other, proc));
  }

  @Test
  void shouldNotJudgeWhatItCannotRead() throws IOException {
    put("20/stat", "20 (java) S");
    put("22/stat/folder", "");

    assertThat(self.knowsDead(other(20, 800), proc)).isFalse();
    assertThat(self.knowsDead(other(22, 800), proc)).isFalse();
    assertThat(self.knowsDead(other(23, 800), proc.resolve("nowhere"))).isFalse();
  }

  @Test
  void shouldKnowNothingWhereThePlatformTellsNothing() {
    assertThat(ProcessIdentity.current(proc.resolve("nowhere"))).isEmpty();
    assertThat(ProcessIdentity.of(LeaseJson.object().put("host", "x"))).isEmpty();
    assertThat(ProcessIdentity.of(null)).isEmpty();
  }
}
