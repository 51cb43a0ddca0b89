package io.spillway.ledger.lease;

import static io.spillway.ledger.lease.LeaseBench.LEDGER;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.ForwardingStore;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import io.spillway.store.TestStores;
import io.spillway.store.WrittenObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * One holder and one taker whose requests and pauses are mixed and drawn out at random: when the
 * taker is about to take over, the holder knows by its own clock that its lease is lost.
 */
class TakeoverPropertyTest {
  private static final LeaseTiming TIMING =
      new LeaseTiming(Duration.ofSeconds(100), Duration.ofSeconds(10));
  private static final Executor THREADS = work -> new Thread(work, "lease-actor").start();

  /** Lets one of two threads run at a time; at each turn chance decides which goes on. */
  private static final class Turns {
    private final Random random;
    private int next;
    private int left = 2;

    Turns(Random random) {
      this.random = random;
    }

    synchronized void await(int actor) {
      while (next != actor && left == 2) {
        try {
          wait();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    }

    synchronized void turn(int actor) {
      next = left == 2 ? random.nextInt(2) : actor;
      notifyAll();
      await(actor);
    }

    synchronized void leave() {
      left--;
      notifyAll();
    }
  }

  /** What one of the two sees of the store: every request takes a while before and after. */
  private static final class Drawn extends ForwardingStore {
    private final World world;
    private final int actor;

    Drawn(World world, int actor) {
      super(world.bench.memory);
      this.world = world;
      this.actor = actor;
    }

    @Override
    public OpenObject open(String key, long offset) throws IOException {
      world.passes(actor);
      try {
        return super.open(key, offset);
      } finally {
        world.passes(actor);
      }
    }

    @Override
    public WrittenObject write(String key, Body body, Attributes attributes) throws IOException {
      world.passes(actor);
      boolean lost = world.random.nextInt(4) == 0;
      if (lost && world.random.nextBoolean()) {
        throw new StoreException(StoreException.Reason.UNREACHABLE, "injected");
      }
      WrittenObject written = super.write(key, body, attributes);
      world.passes(actor);
      if (lost) {
        throw new StoreException(StoreException.Reason.REFUSED, "injected");
      }
      return written;
    }

    @Override
    public boolean create(String key, byte[] content, Attributes attributes) throws IOException {
      if (key.endsWith("2.json")) {
        world.passes(actor);
        world.takingOver();
      }
      return super.create(key, content, attributes);
    }
  }

  private static final class World implements AutoCloseable {
    private final LeaseBench bench = new LeaseBench();
    private final Random random;
    private final Turns turns;
    private final LeaseFiles holderFiles;
    private final LeaseFiles takerFiles;
    private final Lease holder;
    private boolean knewOfItsLoss;

    World(long seed) throws IOException {
      random = new Random(seed);
      turns = new Turns(random);
      bench.files().create(LeaseBench.record(1, "holder"));
      holderFiles = filesOf(0);
      takerFiles = filesOf(1);
      Moment begun = Moment.now(bench.ticks);
      holder = new Lease(holderFiles, 1, List.of(), TIMING, bench.ticks, begun);
      bench.ticks.meanwhile(() -> passes(1));
    }

    private LeaseFiles filesOf(int actor) {
      try (var registration = TestStores.register(LEDGER, new Drawn(this, actor))) {
        assertThat(registration).isNotNull();
        return bench.files();
      }
    }

    /** Mostly a moment, at times a good part of a lease or more. */
    void passes(int actor) {
      int seconds =
          switch (random.nextInt(12)) {
            case 0 -> random.nextInt(120);
            case 1, 2 -> random.nextInt(40);
            default -> random.nextInt(4);
          };
      bench.ticks.advance(Duration.ofSeconds(seconds));
      turns.turn(actor);
    }

    void holds() {
      turns.await(0);
      for (int beats = random.nextInt(40); beats > 0 && !holder.isLost(); beats--) {
        holder.tick();
        passes(0);
      }
      turns.leave();
    }

    void takes() {
      turns.await(1);
      try {
        new Acquisition(
                takerFiles,
                LeaseBench.named("taker"),
                TIMING,
                LeaseBench.waiting(true, bench.notices::add),
                bench.ticks,
                Lease.RecordedLeases.NONE)
            .take();
      } catch (IOException e) {
        // Its first beat may fail; that it began is what counts.
      } finally {
        turns.leave();
      }
    }

    void takingOver() {
      if (!holder.isLost()) {
        holder.look();
      }
      knewOfItsLoss = holder.isLost();
    }

    @Override
    public void close() {
      bench.close();
    }
  }

  @Property(tries = 1000)
  void shouldKnowOfItsLossBeforeAnybodyTakesOver(@ForAll long seed) throws IOException {
    try (World world = new World(seed)) {
      // When
      CompletableFuture.allOf(
              CompletableFuture.runAsync(world::holds, THREADS),
              CompletableFuture.runAsync(world::takes, THREADS))
          .join();

      // Then
      assertThat(world.knewOfItsLoss).isTrue();
    }
  }
}
