package io.spillway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Sandbox;
import io.spillway.testing.Cli;
import io.spillway.testing.Folder;
import io.spillway.testing.Probes;
import io.spillway.testing.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors whose driver hangs stop by themselves, long before Spark knows of it. */
class HungDriverIT {
  private static final int OBJECTS = 6_000;
  private static final int BEFORE_IT_HANGS = 60;
  private static final Duration LEASE = Duration.ofSeconds(6);

  /** A key takes a hundredth of a second: a task that goes on is seen to. */
  private static final Duration STANDS_STILL = Duration.ofSeconds(3);

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir Path temp;

  @Test
  void shouldStopTheExecutorsOfADriverThatHangs() throws Exception {
    try (Sandbox sandbox = Sandbox.start(Sandbox.options())) {
      // Given: each of two executors has half a minute to do
      Branch main = sandbox.createRepository("example").branch("main");
      for (int i = 0; i < OBJECTS; i++) {
        main.put("k/" + i, ("content " + i).getBytes(UTF_8));
      }
      main.commit("m");
      Folder out = new Folder(temp.resolve("out"));
      Path log = temp.resolve("log");
      Process driver =
          Cli.local()
              .with(sandbox)
              .with("spark.spillway.lease.time", LEASE.toSeconds() + "s")
              .starting(
                  HungDriverProbe.class.getName(),
                  Probes.alone(temp, HungDriverProbe.class, HungDriverProbe.Slow.class))
              .withExecutorsLikeThis("local-cluster[2,1,1024]")
              .start(log, "example", out.path().toString());
      List<ProcessHandle> executors = List.of();
      try {
        await(driver, log, () -> count(out) >= BEFORE_IT_HANGS);
        executors = driver.descendants().toList();
        assertThat(executors).as("executors").hasSizeGreaterThanOrEqualTo(2);

        // When
        Signals.freeze(driver);
        long frozen = System.nanoTime();
        long last = awaitStandstill(out);

        // Then: before anybody may take over
        Duration wroteFor = Duration.ofNanos(last - frozen);
        System.out.printf(
            Locale.ROOT,
            "executors wrote for %d ms after their driver hung, %d of %d objects in all%n",
            wroteFor.toMillis(),
            count(out),
            OBJECTS);
        assertThat(count(out)).isLessThan(OBJECTS);
        assertThat(wroteFor).isLessThan(LEASE);
        assertThat(executors).as("they run, and wait").anyMatch(ProcessHandle::isAlive);
      } finally {
        executors.forEach(ProcessHandle::destroyForcibly);
        driver.destroyForcibly().waitFor();
      }
    }
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Process driver, Path log, Condition condition)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      boolean ended = driver.waitFor(50, TimeUnit.MILLISECONDS);
      assertThat(ended).as(Files.readString(log, UTF_8)).isFalse();
      assertThat(System.nanoTime() - end)
          .as("too slow: " + Files.readString(log, UTF_8))
          .isNegative();
    }
  }

  /** When the last object came that was not followed by another. */
  private static long awaitStandstill(Folder out) throws IOException {
    long last = System.nanoTime();
    long end = last + PATIENCE.toNanos();
    int seen = count(out);
    while (System.nanoTime() - last < STANDS_STILL.toNanos()) {
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      int now = count(out);
      if (now != seen) {
        seen = now;
        last = System.nanoTime();
      }
      assertThat(System.nanoTime() - end).as("never stands still").isNegative();
    }
    return last;
  }

  private static int count(Folder out) {
    String[] names = out.path().resolve("k").toFile().list();
    return names == null ? 0 : names.length;
  }
}
