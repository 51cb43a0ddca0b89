package io.spillway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Sandbox;
import io.spillway.testing.Cli;
import io.spillway.testing.Folder;
import io.spillway.testing.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports whose process stands still for longer than its lease, or has ended. */
class FrozenExportIT {
  private static final int OBJECTS = 8_000;
  private static final int BEFORE_THE_FREEZE = 500;
  private static final int LEASE_SECONDS = 5;
  private static final int PATIENCE_SECONDS = 120;

  /**
   * Between the last look at the clocks and the step itself, a thread cannot be kept from being
   * frozen: one step of a few threads, where hundreds would follow.
   */
  private static final int IN_THAT_MOMENT = 3;

  @TempDir Path temp;

  @Test
  void shouldWriteNothingMoreWhenItWakesAfterATakeover() throws Exception {
    try (Sandbox sandbox = Sandbox.start(Sandbox.options())) {
      // Given
      Branch main = sandbox.createRepository("frozen").branch("main");
      commit(main, "first");
      Folder out = new Folder(temp.resolve("out"));
      Cli cli = Cli.local().with(sandbox).with("spark.spillway.lease.time", LEASE_SECONDS + "s");
      Path log = temp.resolve("frozen.log");
      Process frozen = cli.start(log, "frozen", out.uri(), "--branch=main");
      try {
        awaitInTheMiddle(frozen, log, sandbox);
        Signals.freeze(frozen);
        Map<String, String> second = commit(main, "second");
        Cli.Ended next = cli.run("frozen", out.uri(), "--branch=main");
        assertThat(next.exitCode()).as(next.output() + next.errors()).isZero();
        assertThat(contents(out)).isEqualTo(second);

        // When
        Signals.thaw(frozen);
        assertThat(frozen.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

        // Then
        Map<String, String> stale = contents(out);
        stale.entrySet().removeAll(second.entrySet());
        System.out.printf(Locale.ROOT, "objects of the frozen export: %d%n", stale.size());
        assertThat(stale).as(Files.readString(log, UTF_8)).hasSizeLessThanOrEqualTo(IN_THAT_MOMENT);
        assertThat(frozen.exitValue()).isNotZero();
        assertThat(out.markers()).singleElement().asString().endsWith("_SUCCESS");
      } finally {
        frozen.destroyForcibly();
      }
    }
  }

  @Test
  void shouldFollowAtOnceWhoseProcessHasEnded() throws Exception {
    try (Sandbox sandbox = Sandbox.start(Sandbox.options())) {
      // Given: a lease of five minutes, which nobody gives back
      Branch main = sandbox.createRepository("frozen").branch("main");
      Map<String, String> committed = commit(main, "first");
      Folder out = new Folder(temp.resolve("out"));
      Cli cli = Cli.local().with(sandbox);
      Path log = temp.resolve("killed.log");
      Process killed = cli.start(log, "frozen", out.uri(), "--branch=main");
      awaitInTheMiddle(killed, log, sandbox);
      killed.destroyForcibly().waitFor();

      // When
      long begun = System.nanoTime();
      Cli.Ended next = cli.run("frozen", out.uri(), "--branch=main");
      Duration took = Duration.ofNanos(System.nanoTime() - begun);

      // Then
      assertThat(next.exitCode()).as(next.output() + next.errors()).isZero();
      System.out.printf(Locale.ROOT, "followed a killed export in %d ms%n", took.toMillis());
      assertThat(took).isLessThan(Duration.ofMinutes(2));
      assertThat(next.errors()).contains("whose process has ended without giving it back");
      assertThat(contents(out)).isEqualTo(committed);
    }
  }

  private static Map<String, String> commit(Branch main, String content) {
    Map<String, String> committed = new TreeMap<>();
    for (int i = 0; i < OBJECTS; i++) {
      committed.put(String.format(Locale.ROOT, "d=%02d/%05d", i / 500, i), content + " " + i);
    }
    committed.forEach((key, bytes) -> main.put(key, bytes.getBytes(UTF_8)));
    main.commit(content);
    return committed;
  }

  /** Each copy reads its object once, and nothing else does. */
  private static void awaitInTheMiddle(Process export, Path log, Sandbox sandbox)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (copies(sandbox) < BEFORE_THE_FREEZE) {
      boolean ended = export.waitFor(20, TimeUnit.MILLISECONDS);
      assertThat(ended).as(Files.readString(log, UTF_8)).isFalse();
      assertThat(System.nanoTime() - end).as("too slow").isNegative();
    }
  }

  private static long copies(Sandbox sandbox) {
    return sandbox.requests().stream().filter(r -> r.path().endsWith("/objects")).count();
  }

  private static Map<String, String> contents(Folder out) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    out.objects().forEach((key, content) -> contents.put(key, new String(content, UTF_8)));
    return contents;
  }
}
