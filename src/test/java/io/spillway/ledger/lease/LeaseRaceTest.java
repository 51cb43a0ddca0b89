package io.spillway.ledger.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.ForwardingStore;
import io.spillway.store.Stores;
import io.spillway.store.TestStores;
import io.spillway.store.WrittenObject;
import io.spillway.store.memory.MemoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Leases with their own threads and the clock of this machine. */
class LeaseRaceTest {
  private static final Location HELD = Location.parse("memory://lease-held/ledger");

  private final Stores stores = new Stores(Settings.of(Map.of()));
  @TempDir private Path folder;

  private LeaseContention contention(String scheme, String name) {
    Location ledger =
        scheme.equals("file")
            ? Location.ofFolder(folder).resolve(name)
            : Location.parse("memory://lease-race/" + name);
    return new LeaseContention(stores, ledger, 8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "file"})
  void shouldTakeTurns(String scheme) throws Exception {
    contention(scheme, "turns").shouldTakeTurns(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "file"})
  void shouldLetOneProceed(String scheme) throws Exception {
    contention(scheme, "one").shouldLetOneProceed();
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "file"})
  void shouldLetOneFollowTheDead(String scheme) throws Exception {
    contention(scheme, "dead").shouldLetOneFollowTheDead();
  }

  @Test
  void shouldBeatByItself() throws Exception {
    // Given
    CountDownLatch beats = new CountDownLatch(5);
    ForwardingStore counting =
        new ForwardingStore(new MemoryStore("lease-held")) {
          @Override
          public WrittenObject write(String key, Body body, Attributes attributes)
              throws IOException {
            beats.countDown();
            return super.write(key, body, attributes);
          }
        };

    // When, then
    try (var registration = TestStores.register(HELD, counting);
        Lease lease = acquire(new LeaseTiming(Duration.ofMinutes(1), Duration.ofMillis(2)))) {
      assertThat(registration).isNotNull();
      assertThat(beats.await(1, TimeUnit.MINUTES)).isTrue();
      lease.confirm();
    }
  }

  @Test
  void shouldTellOfItsLossWhileABeatHangs() throws Exception {
    // Given
    CompletableFuture<Boolean> hanging = new CompletableFuture<>();
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    BlockingQueue<String> losses = new LinkedBlockingQueue<>();
    ForwardingStore stuck =
        new ForwardingStore(new MemoryStore("lease-held")) {
          private int writes;

          @Override
          public WrittenObject write(String key, Body body, Attributes attributes)
              throws IOException {
            writes++;
            if (writes == 2) {
              hanging.complete(true);
              assertThat(answer.join()).isTrue();
            }
            return super.write(key, body, attributes);
          }
        };

    // When, then
    try (var registration = TestStores.register(HELD, stuck);
        Lease lease = acquire(new LeaseTiming(Duration.ofSeconds(2), Duration.ofMillis(2)))) {
      assertThat(registration).isNotNull();
      lease.onLoss(losses::add);
      assertThat(hanging.get(1, TimeUnit.MINUTES)).isTrue();
      assertThat(losses.poll(1, TimeUnit.MINUTES)).contains("no beat of lease 1");
      assertThat(answer).isNotDone();
    } finally {
      answer.complete(true);
    }
  }

  private Lease acquire(LeaseTiming timing) throws IOException {
    return Lease.acquire(stores, HELD, "ann@one pid 1", false, timing, false, notice -> {});
  }
}
