package io.spillway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.outcome.Proof;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.FaultyStore;
import io.spillway.store.FaultyStore.Fault;
import io.spillway.store.ForwardingStore;
import io.spillway.store.OpenObject;
import io.spillway.store.RequestKind;
import io.spillway.store.TrackingStore;
import io.spillway.store.WrittenObject;
import io.spillway.store.memory.MemoryStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OutcomeLogTest {
  private static final String STEP = "root/_spillway/exports/x/outcomes/copy-1";

  private final MemoryStore memory = new MemoryStore("outcomes");
  private final TrackingStore tracking = new TrackingStore(memory);
  private final FaultyStore faulty = new FaultyStore(memory);
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

  @Test
  void shouldNameFilesByWhatIsInThem() throws IOException {
    // Given
    try (OutcomeLog log = new OutcomeLog(tracking, STEP, 7, 1042, nanos::get)) {
      // When
      log.add(130, line("b"));
      log.add(128, line("a"));
      log.add(255, line("c"));
      log.add(256, line("d"));
    }

    // Then
    assertThat(tracking.keys(RequestKind.WRITE))
        .containsExactly(
            STEP + "/000001/00000128-00000255-7-1042-0.jsonl.gz",
            STEP + "/000002/00000256-00000256-7-1042-1.jsonl.gz");
  }

  @Test
  void shouldWriteNothingWhenThereIsNothing() throws IOException {
    OutcomeLog log = log(tracking);
    log.flush();
    log.close();

    assertThat(tracking.requests()).isEmpty();
  }

  @Test
  void shouldWriteAFileAsSoonAsItIsFull() throws IOException {
    // Given
    OutcomeLog log = log(tracking);
    for (int i = 1; i < OutcomeLog.MAX_LINES; i++) {
      log.add(0, line("key-" + i));
    }
    assertThat(tracking.requests()).isEmpty();

    // When
    log.add(0, line("last"));

    // Then
    assertThat(tracking.requests()).hasSize(1);
    assertThat(written(tracking.keys(RequestKind.WRITE).get(0))).hasSize(OutcomeLog.MAX_LINES);
  }

  @Test
  void shouldCostLittleMoreThanAWriteForEachHundredAndTwentyEightLines() throws IOException {
    // Given
    try (OutcomeLog log = log(tracking)) {
      // When
      for (int i = 0; i < 10_000; i++) {
        log.add(100 + i / 128, line("key-" + i));
      }
    }

    // Then
    assertThat(tracking.count(RequestKind.WRITE)).isBetween(53, 54);
    assertThat(tracking.requests()).hasSize(tracking.count(RequestKind.WRITE));
    assertThat(allWritten()).hasSize(10_000).doesNotHaveDuplicates();
  }

  @Test
  void shouldNotLetALineWaitForLong() throws IOException {
    // Given
    OutcomeLog log = log(tracking);
    log.add(0, line("first"));
    pass(Duration.ofMillis(4_999));
    log.add(0, line("second"));
    log.add(300, line("elsewhere"));
    assertThat(tracking.requests()).isEmpty();

    // When
    pass(Duration.ofMillis(1));
    log.add(300, line("more"));

    // Then
    assertThat(allWritten()).containsExactly(line("first"), line("second"));

    // When
    pass(Duration.ofSeconds(5));
    log.add(0, line("third"));

    // Then
    assertThat(tracking.count(RequestKind.WRITE)).isEqualTo(2);
    log.close();
    assertThat(allWritten()).hasSize(5);
  }

  @Test
  void shouldKeepFewFilesOpenAndMixNoBlocks() throws IOException {
    // Given
    OutcomeLog log = log(tracking);
    int blocks = 20;

    // When
    for (int block = 0; block < blocks; block++) {
      log.add(128 * block, line("begun-" + block));
      if (block > 0) {
        log.add(128 * block - 1, line("late-" + block));
      }
      int begun = block + 1;
      assertThat(tracking.count(RequestKind.WRITE)).isGreaterThanOrEqualTo(begun - 4);
    }
    assertThat(tracking.count(RequestKind.WRITE)).isEqualTo(blocks - OutcomeLog.MAX_OPEN);
    log.close();

    // Then
    assertThat(tracking.count(RequestKind.WRITE)).isEqualTo(blocks);
    assertThat(allWritten()).hasSize(2 * blocks - 1);
    for (String key : tracking.keys(RequestKind.WRITE)) {
      OutcomeChunk chunk = OutcomeChunk.parse(key).orElseThrow();
      assertThat(OutcomeChunk.block(chunk.last())).isEqualTo(OutcomeChunk.block(chunk.first()));
    }
  }

  @Test
  void shouldLoseNothingWithManyThreads() throws Exception {
    // Given
    int threads = 8;
    int each = 2_000;
    OutcomeLog log = log(tracking);

    // When
    inParallel(
        threads,
        thread -> {
          for (int i = 0; i < each; i++) {
            log.add(i / 4, line(thread + "/" + i));
          }
        });
    log.close();

    // Then
    assertThat(allWritten()).hasSize(threads * each).doesNotHaveDuplicates();
    for (String key : tracking.keys(RequestKind.WRITE)) {
      assertThat(written(key)).hasSizeBetween(1, OutcomeLog.MAX_LINES);
    }
    assertThat(tracking.keys(RequestKind.WRITE)).doesNotHaveDuplicates();
  }

  @Test
  void shouldTakeLinesWhileAFileIsBeingWritten() throws Exception {
    // Given
    Gate gate = new Gate(memory);
    OutcomeLog log = log(gate);
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Future<?> writing = other.submit(() -> addMany(log, "slow-", OutcomeLog.MAX_LINES));
      assertThat(gate.reached.await(1, TimeUnit.MINUTES)).isTrue();

      // When
      addMany(log, "quick-", OutcomeLog.MAX_LINES - 1);

      // Then
      assertThat(writing.isDone()).isFalse();
      gate.opened.countDown();
      writing.get(1, TimeUnit.MINUTES);
      log.close();
      assertThat(allWritten()).hasSize(2 * OutcomeLog.MAX_LINES - 1);
    } finally {
      gate.opened.countDown();
      other.shutdownNow();
    }
  }

  @Test
  void shouldTellWhoseLineMadeTheFileThatCouldNotBeWritten() throws IOException {
    // Given
    OutcomeLog log = log(faulty);
    addMany(log, "lost-", OutcomeLog.MAX_LINES - 1);
    faulty.inject(Fault.SLOW_DOWN, RequestKind.WRITE, key -> true, 1);

    // When, then
    assertThatThrownBy(() -> log.add(0, line("unlucky")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("00000000-00000000-1-1-0.jsonl.gz");
    log.add(0, line("next"));
    log.close();
    assertThat(allWritten()).containsExactly(line("next"));
  }

  @Test
  void shouldWriteTheOtherFilesWhenOneFails() throws IOException {
    // Given
    OutcomeLog log = log(faulty);
    log.add(0, line("a"));
    log.add(128, line("b"));
    log.add(256, line("c"));
    faulty.inject(Fault.DENIED, RequestKind.WRITE, key -> !key.contains("/000001/"));

    // When, then
    assertThatThrownBy(log::close)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/000000/")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    assertThat(allWritten()).containsExactly(line("b"));
  }

  @Test
  void shouldReadBackWhenTheAnswerIsLost() throws IOException {
    // Given
    OutcomeLog log = log(faulty);
    log.add(0, line("a"));
    faulty.inject(Fault.LOST_ANSWER, RequestKind.WRITE, key -> true, 1);

    // When
    log.flush();

    // Then
    assertThat(faulty.fired()).isEqualTo(1);
    assertThat(allWritten()).containsExactly(line("a"));
  }

  @Test
  void shouldFailWhenTheRequestWasLost() throws IOException {
    OutcomeLog log = log(faulty);
    log.add(0, line("a"));
    faulty.inject(Fault.LOST_REQUEST, RequestKind.WRITE, key -> true, 1);

    assertThatThrownBy(log::flush).hasMessageContaining("no answer came");
  }

  @Test
  void shouldTakeNoLineAfterItsEnd() throws IOException {
    OutcomeLog log = log(tracking);
    log.close();
    log.close();

    assertThatThrownBy(() -> log.add(0, line("a"))).isInstanceOf(IllegalStateException.class);
  }

  /** Lets the first write wait until it is opened. */
  private static final class Gate extends ForwardingStore {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    Gate(MemoryStore inner) {
      super(inner);
    }

    @Override
    public WrittenObject write(String key, Body body, Attributes attributes) throws IOException {
      reached.countDown();
      try {
        assertThat(opened.await(1, TimeUnit.MINUTES)).isTrue();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return super.write(key, body, attributes);
    }
  }

  private interface Work {
    void run(int thread) throws Exception;
  }

  private static void inParallel(int threads, Work work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Void>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        all.add(
            () -> {
              work.run(thread);
              return null;
            });
      }
      for (Future<Void> done : pool.invokeAll(all)) {
        done.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static Void addMany(OutcomeLog log, String prefix, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      log.add(0, line(prefix + i));
    }
    return null;
  }

  private OutcomeLog log(ForwardingStore store) {
    return new OutcomeLog(store, STEP, 1, 1, nanos::get);
  }

  @Test
  void shouldWriteDownLargeCopiesAtOnce() throws IOException {
    // Given
    OutcomeLog log = log(tracking);
    log.add(0, line("a", 200L << 20));
    assertThat(tracking.keys(RequestKind.WRITE)).isEmpty();

    // When
    log.add(0, line("b", 56L << 20));

    // Then
    assertThat(tracking.keys(RequestKind.WRITE)).hasSize(1);
    log.add(0, line("c", 1L << 40));
    assertThat(tracking.keys(RequestKind.WRITE)).hasSize(2);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static OutcomeLine line(String key) {
    return line(key, 1);
  }

  private static OutcomeLine line(String key, long size) {
    return OutcomeLine.copied(key, size, "c", Proof.CHECKSUM, List.of());
  }

  private List<OutcomeLine> written(String key) throws IOException {
    try (OpenObject file = memory.open(key, 0)) {
      return OutcomeText.decode(file.stream());
    }
  }

  private List<OutcomeLine> allWritten() throws IOException {
    List<OutcomeLine> lines = new ArrayList<>();
    for (var listed = memory.list(STEP + "/"); listed.hasNext(); ) {
      lines.addAll(written(listed.next().key()));
    }
    return lines;
  }
}
