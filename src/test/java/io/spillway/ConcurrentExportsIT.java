package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.base.SpillwayException;
import io.spillway.export.ExportOptions;
import io.spillway.ledger.lease.LeaseHolderName;
import io.spillway.report.ExportReport;
import io.spillway.request.Conduct;
import io.spillway.request.ProgressListener;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.store.Attributes;
import io.spillway.store.FaultyStore;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.RequestKind;
import io.spillway.store.StoredObject;
import io.spillway.store.Stores;
import io.spillway.store.TestStores;
import io.spillway.store.memory.MemoryStore;
import io.spillway.store.s3.S3Server;
import io.spillway.testing.Cli;
import io.spillway.testing.S3Lake;
import io.spillway.testing.TestSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Exports that want the same destination at once: on S3 and in a folder. */
class ConcurrentExportsIT {
  private static final int OBJECTS = 50;
  private static final int PATIENCE_SECONDS = 120;

  /** Beats every second: nobody is taken for dead on a busy machine, and a beat is soon seen. */
  private static final int LONG_LEASE = 10;

  private static final int SHORT_LEASE = 2;

  @RegisterExtension static final S3Lake lake = S3Lake.on(S3Server.Kind.S3PROXY);

  private static int roots;

  @TempDir Path temp;

  private Repo repo;
  private Branch main;
  private Map<String, String> committed;

  private enum Where {
    FOLDER,
    S3
  }

  @BeforeEach
  void commit() {
    TestSpark.leaseFor(LONG_LEASE);
    repo = lake.repository();
    main = repo.branch("main");
    committed = new TreeMap<>();
    for (int i = 0; i < OBJECTS; i++) {
      committed.put("k/" + i, "content " + i);
    }
    committed.forEach((key, content) -> main.put(key, bytes(content)));
    main.commit("m");
  }

  @AfterEach
  void leaseAsUsual() {
    TestSpark.leaseAsUsual();
  }

  @ParameterizedTest
  @EnumSource(Where.class)
  void shouldLetExactlyOneProceedAndNameItToTheOther(Where where) throws Exception {
    // Given
    Location root = root(where);
    CountDownLatch oneHasEnded = new CountDownLatch(1);
    Callable<Object> export =
        () -> {
          try {
            return exporter(root, Conduct.DEFAULT, new Gate("", oneHasEnded))
                .exportSinceLast("main");
          } catch (SpillwayException e) {
            return e;
          } finally {
            oneHasEnded.countDown();
          }
        };

    // When
    FutureTask<Object> one = inThread(export);
    FutureTask<Object> other = inThread(export);
    List<Object> ends = List.of(end(one), end(other));

    // Then
    assertThat(ends)
        .filteredOn(ExportReport.class::isInstance)
        .singleElement()
        .satisfies(end -> assertThat(((ExportReport) end).objects()).isEqualTo(OBJECTS));
    assertThat(ends)
        .filteredOn(SpillwayException.class::isInstance)
        .singleElement()
        .satisfies(
            end -> {
              SpillwayException refusal = (SpillwayException) end;
              assertThat(refusal.kind()).isEqualTo(SpillwayException.Kind.REFUSED);
              assertThat(refusal).hasMessageContaining(LeaseHolderName.name() + " since 20");
            });
    shouldHoldTheCommit(root);
    assertThat(markers(root)).hasSize(1).first().asString().endsWith("_SUCCESS");
  }

  @ParameterizedTest
  @EnumSource(Where.class)
  void shouldWaitForItsTurn(Where where) throws Exception {
    // Given: the first one stays in its planning until the second one waits
    Location root = root(where);
    CountDownLatch open = new CountDownLatch(1);
    Gate gate = new Gate("", open);
    Conduct waiting = Conduct.DEFAULT.waiting();
    FutureTask<ExportReport> first =
        inThread(() -> exporter(root, waiting, gate).exportAllFromBranch("main"));
    gate.awaitReached();

    // When
    FutureTask<ExportReport> second =
        new FutureTask<>(
            () -> exporter(root, waiting, ProgressListener.NONE).exportAllFromBranch("main"));
    Thread waiter = started(second);
    awaitWaiting(waiter);
    assertThat(second.isDone()).isFalse();
    open.countDown();

    // Then
    assertThat(end(first).objects()).isEqualTo(OBJECTS);
    assertThat(end(second).objects()).as("it knows what the first has done").isZero();
    assertThat(markers(root)).hasSize(2).allMatch(name -> name.endsWith("_SUCCESS"));
    shouldHoldTheCommit(root);
  }

  @ParameterizedTest
  @EnumSource(Where.class)
  void shouldTakeOverFromADeadHolder(Where where) throws IOException {
    // Given
    TestSpark.leaseFor(SHORT_LEASE);
    Location root = root(where);
    write(
        root,
        "_spillway/lease/00000001.json",
        """
        {"formatVersion": 1, "lease": 1, "holder": "ann@gone pid 1", "since": "2026-01-01T00:00:00Z",
        "token": "t"}\
        """);
    write(root, "_spillway/lease/00000001.beat", "{\"beats\": 7, \"released\": false}");

    // When
    ExportReport report =
        exporter(root, Conduct.DEFAULT, ProgressListener.NONE).exportSinceLast("main");

    // Then
    assertThat(report.objects()).isEqualTo(OBJECTS);
    shouldHoldTheCommit(root);
    assertThat(contents(root).keySet())
        .contains("_spillway/lease/00000002.json", "_spillway/lease/00000002.beat")
        .doesNotContain("_spillway/lease/00000001.json", "_spillway/lease/00000001.beat");
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void shouldNeitherSignNorWriteOnceItWasPausedPastItsLease(Step step) throws Exception {
    // Given
    TestSpark.leaseFor(SHORT_LEASE);
    Location root = new Location("memory", "paused-" + step, "out");
    FaultyStore store = new FaultyStore(MemoryStore.named(root.authority()));
    try (TestStores.Registration registered = TestStores.register(root, store)) {
      CountDownLatch open = new CountDownLatch(1);
      Gate gate = new Gate(step.begin, open);
      FutureTask<ExportReport> paused =
          inThread(() -> exporter(root, Conduct.DEFAULT, gate).exportAllFromBranch("main"));
      gate.awaitReached();
      store.inject(
          FaultyStore.Fault.UNREACHABLE,
          RequestKind.WRITE,
          key -> key.endsWith("/lease/00000001.beat"));

      // When: another one takes over and exports what came next
      main.put("k/0", bytes("newer"));
      main.delete("k/1");
      String newer = main.commit("newer");
      exporter(root, Conduct.DEFAULT, ProgressListener.NONE).exportAllFromCommit(newer);
      Map<String, String> then = contents(root);
      open.countDown();

      // Then
      SpillwayException failure = catchThrowableOfType(SpillwayException.class, () -> end(paused));
      assertThat(failure.kind()).isEqualTo(SpillwayException.Kind.FAILED);
      assertThat(failure).hasMessageContaining("has to stop: no beat of lease 1");
      Map<String, String> now = contents(root);
      assertThat(now.keySet().removeIf(key -> key.startsWith("_spillway/exports/_lost/")))
          .as("a trace of what was written")
          .isEqualTo(step == Step.FIRST_ROUND);
      assertThat(now).as("not even a marker").isEqualTo(then);
      assertThat(markers(root)).hasSize(1).first().asString().contains(newer);
    }
  }

  private enum Step {
    PLANNING("planning"),
    FIRST_ROUND("round 1");

    private final String begin;

    Step(String begin) {
      this.begin = begin;
    }
  }

  @Test
  void shouldExitWithFourWhileAnotherProcessHoldsTheLease() throws Exception {
    // Given
    Location root = root(Where.FOLDER);
    CountDownLatch open = new CountDownLatch(1);
    Gate gate = new Gate("", open);
    FutureTask<ExportReport> holder =
        inThread(() -> exporter(root, Conduct.DEFAULT, gate).exportAllFromBranch("main"));
    gate.awaitReached();

    // When
    Cli.Ended ended = cli().run(repo.id(), root.toString(), "--branch=main");
    open.countDown();

    // Then
    assertThat(ended.exitCode()).as(ended.errors()).isEqualTo(4);
    assertThat(ended.output()).isEmpty();
    assertThat(ended.errorLines())
        .last()
        .asString()
        .startsWith("spillway: Another export writes here: ")
        .contains("is held by " + LeaseHolderName.name() + " since 20", "--wait");
    assertThat(end(holder).objects()).isEqualTo(OBJECTS);
    assertThat(markers(root)).hasSize(1);
  }

  @Test
  void shouldExitWithFourWhenTheLedgerNamesAnotherBase() throws Exception {
    // Given
    Location root = root(Where.FOLDER);
    String first = main.head();
    main.put("k/0", bytes("second"));
    String second = main.commit("second");
    exporter(root, Conduct.DEFAULT, ProgressListener.NONE).exportAllFromBranch("main");
    main.put("k/0", bytes("third"));
    main.commit("third");
    Map<String, String> before = data(root);

    // When
    Cli.Ended refused =
        cli().run(repo.id(), root.toString(), "--branch=main", "--prev_commit_id=" + first);
    Map<String, String> untouched = data(root);
    Cli.Ended forced =
        cli()
            .run(
                repo.id(),
                root.toString(),
                "--branch=main",
                "--prev_commit_id=" + first,
                "--force");

    // Then
    assertThat(refused.exitCode()).as(refused.errors()).isEqualTo(4);
    assertThat(refused.errorLines()).hasSize(1);
    assertThat(refused.errors()).contains(first, second, "--force");
    assertThat(untouched).isEqualTo(before);
    assertThat(forced.exitCode()).as(forced.errors()).isZero();
    committed.put("k/0", "third");
    shouldHoldTheCommit(root);
  }

  /** Stays in front of a step until it is let go. */
  private static final class Gate implements ProgressListener {
    private final String step;
    private final CountDownLatch open;
    private final CountDownLatch reached = new CountDownLatch(1);

    Gate(String step, CountDownLatch open) {
      this.step = step;
      this.open = open;
    }

    @Override
    public void begins(String name, long objects, long bytes) {
      if (name.startsWith(step)) {
        reached.countDown();
        await(open);
      }
    }

    void awaitReached() {
      await(reached);
    }

    private static void await(CountDownLatch latch) {
      try {
        assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static <T> FutureTask<T> inThread(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    started(task);
    return task;
  }

  private static Thread started(Runnable work) {
    Thread thread = new Thread(work, "export");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static <T> T end(FutureTask<T> work) throws Exception {
    try {
      return work.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  /** Returns when the thread rests between two looks at the beat. */
  private static void awaitWaiting(Thread thread) throws InterruptedException {
    while (thread.isAlive() && !isPausing(thread)) {
      thread.join(10);
    }
  }

  private static boolean isPausing(Thread thread) {
    for (StackTraceElement frame : thread.getStackTrace()) {
      if (frame.getClassName().endsWith(".Acquisition") && frame.getMethodName().equals("pause")) {
        return true;
      }
    }
    return false;
  }

  private Location root(Where where) {
    String name = "concurrent-" + ++roots;
    return where == Where.S3
        ? new Location("s3", S3Lake.OUT, name)
        : Location.parse("file://" + temp.resolve(name));
  }

  private Exporter exporter(Location root, Conduct conduct, ProgressListener listener) {
    return new Exporter(
        TestSpark.session(),
        lake.client(),
        repo.id(),
        root.toString(),
        ExportOptions.DEFAULT.with(conduct),
        listener);
  }

  private static Cli cli() {
    return Cli.local()
        .with(lake.sandbox())
        .withHadoop(lake.server().settings())
        .with("spark.spillway.lease.time", LONG_LEASE + "s");
  }

  private static ObjectStore store(Location root) {
    return new Stores(Settings.of(lake.server().settings())).open(root);
  }

  private static void write(Location root, String name, String text) throws IOException {
    store(root).create(root.asRoot().resolve(name).path(), bytes(text), Attributes.NONE);
  }

  /** Everything below the root. */
  private static Map<String, String> contents(Location root) throws IOException {
    ObjectStore store = store(root);
    String prefix = root.asRoot().resolve("").path();
    Map<String, String> contents = new TreeMap<>();
    for (Iterator<StoredObject> all = store.list(prefix); all.hasNext(); ) {
      String key = all.next().key();
      try (OpenObject open = store.open(key, 0)) {
        contents.put(
            key.substring(prefix.length()),
            new String(open.stream().readAllBytes(), StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }

  /** What lies at the root besides markers and records. */
  private static Map<String, String> data(Location root) throws IOException {
    Map<String, String> data = contents(root);
    data.keySet().removeIf(key -> key.startsWith("_spillway/") || key.startsWith("EXPORT_"));
    return data;
  }

  private void shouldHoldTheCommit(Location root) throws IOException {
    assertThat(data(root)).isEqualTo(committed);
  }

  private static List<String> markers(Location root) throws IOException {
    List<String> markers = new ArrayList<>(contents(root).keySet());
    markers.removeIf(key -> !key.startsWith("EXPORT_"));
    return markers;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
