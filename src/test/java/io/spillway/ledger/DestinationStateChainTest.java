package io.spillway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.ledger.lease.Lease;
import io.spillway.outcome.Failures;
import io.spillway.outcome.Summary;
import io.spillway.request.Retention;
import io.spillway.store.Attributes;
import io.spillway.store.FaultyStore;
import io.spillway.store.RequestKind;
import io.spillway.store.StoreException;
import io.spillway.store.Stores;
import io.spillway.store.TestStores;
import io.spillway.store.memory.MemoryStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/**
 * Plays exports that end in all ways on a destination of a few keys, and asks after each whether
 * what the ledger says of them is true.
 */
class DestinationStateChainTest {
  private static final Location ROOT = Location.parse("memory://holdings-chain/root");
  private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");

  private static final Duration LASTS = Duration.ofMinutes(5);

  /** What comes next; those up to IS_KILLED_BEFORE_IT_BEGINS are exports of our own. */
  private enum Act {
    SUCCEEDS,
    IS_KILLED_BEFORE_IT_CLOSES_SUCCESS,
    IS_KILLED_BEFORE_IT_SIGNS_SUCCESS,
    FAILS,
    IS_KILLED_BEFORE_IT_CLOSES_FAILURE,
    IS_KILLED_COPYING,
    FAILS_PLANNING,
    IS_KILLED_PLANNING,
    IS_KILLED_BEFORE_IT_BEGINS,
    OTHERS_SUCCEED,
    OTHERS_FAIL,
    OTHERS_NAME_A_BRANCH,
    PAUSED_ONE_GOES_ON,
    PAUSED_ONE_FINDS_ITS_LEASE_LOST,
    LATE_REQUEST_OF_THE_PAUSED_ONE_ARRIVES,
    LEASES_ARE_LOST,
    NEWEST_LEASE_IS_LOST,
    NEWEST_BEAT_IS_DAMAGED,
    NEWEST_LEASE_IS_RELEASED_BY_HAND
  }

  /**
   * An act with a commit, the keys it gets to, a clock that is wrong, what is kept, and for how
   * long the lease is held.
   */
  private record Step(
      Act act, int commit, Set<Integer> keys, int skewSeconds, int keep, int heldSeconds) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.of(Act.class),
            Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(0, 3).set(),
            Arbitraries.integers().between(-300, 300),
            Arbitraries.integers().between(1, 3),
            Arbitraries.integers().between(0, 400))
        .as(Step::new)
        .list()
        .ofMaxSize(24);
  }

  @Property(tries = 600)
  void shouldKnowWhatTheDestinationMayHold(@ForAll("steps") List<Step> steps) throws IOException {
    FaultyStore store = new FaultyStore(new MemoryStore("holdings-chain"));
    try (TestStores.Registration registered = TestStores.register(ROOT, store)) {
      Play play = new Play(store);
      for (Step step : steps) {
        play.act(step);
        play.check();
      }
    }
  }

  /** The destination as it really is, and what happened to it. */
  private static final class Play {
    private final FaultyStore store;
    private final Stores stores = new Stores(Settings.of(Map.of()));
    private final Map<Integer, String> held =
        new TreeMap<>(Map.of(0, "old", 1, "old", 2, "old", 3, "old"));
    private final Deque<Lease.Predecessor> leases = new ArrayDeque<>();
    private final Set<Integer> finished = new HashSet<>();
    private Optional<String> surely = Optional.empty();
    private final Set<String> killed = new HashSet<>();
    private String last = "";
    private @Nullable Ledger paused;
    private Duration sinceTakeover = Duration.ZERO;
    private boolean isBuried;
    private Instant now = START;

    Play(FaultyStore store) {
      this.store = store;
    }

    void act(Step step) throws IOException {
      now = now.plus(Duration.ofMinutes(1)).plusMillis(1);
      String commit = "c" + step.commit();
      switch (step.act()) {
        case OTHERS_SUCCEED -> {
          held.replaceAll((key, before) -> commit);
          foreignMarker(commit, true);
        }
        case OTHERS_FAIL -> {
          step.keys().forEach(key -> held.put(key, commit));
          foreignMarker(commit, false);
        }
        case OTHERS_NAME_A_BRANCH -> {
          step.keys().forEach(key -> held.put(key, "of a branch"));
          foreignMarker("main", step.keep() > 1);
        }
        case PAUSED_ONE_GOES_ON -> pausedOneGoesOn(step.keys());
        case PAUSED_ONE_FINDS_ITS_LEASE_LOST -> pausedOneFindsItsLeaseLost(step.keys());
        case LATE_REQUEST_OF_THE_PAUSED_ONE_ARRIVES -> lateRequestArrives(step.keys());
        case LEASES_ARE_LOST -> leases.clear();
        case NEWEST_LEASE_IS_LOST -> leases.pollFirst();
        case NEWEST_BEAT_IS_DAMAGED -> {
          newest(lease -> predecessor(lease, "", false));
          killed.add(last);
        }
        case NEWEST_LEASE_IS_RELEASED_BY_HAND -> releasedByHand();
        default -> export(step, commit);
      }
    }

    private void foreignMarker(String commit, boolean success) throws IOException {
      surely = Optional.empty();
      String name = new Marker(commit, now, success).name(false);
      store.create(ROOT.resolve(name).path(), new byte[0], Attributes.NONE);
    }

    private void pausedOneGoesOn(Set<Integer> keys) throws IOException {
      if (paused != null) {
        surely = Optional.empty();
        keys.forEach(key -> held.put(key, paused.record().what().commitId()));
        paused.sign(false, now, failed(), OptionalLong.empty());
        paused = null;
      }
    }

    private void pausedOneFindsItsLeaseLost(Set<Integer> keys) throws IOException {
      if (paused != null) {
        surely = Optional.empty();
        keys.forEach(key -> held.put(key, paused.record().what().commitId()));
        paused.leaveTrace();
        paused = null;
      }
    }

    /** Only an operator who knows that nothing of it is under way gives a lease back. */
    private void lateRequestArrives(Set<Integer> keys) {
      if (paused != null && !isBuried && sinceTakeover.compareTo(LASTS) < 0) {
        keys.forEach(key -> held.put(key, paused.record().what().commitId()));
        surely = Optional.empty();
      }
    }

    private void releasedByHand() {
      newest(lease -> predecessor(lease, lease.exportId().orElse(""), true));
      isBuried = true;
    }

    private void newest(UnaryOperator<Lease.Predecessor> change) {
      if (!leases.isEmpty()) {
        leases.addFirst(change.apply(leases.removeFirst()));
      }
    }

    private static Lease.Predecessor predecessor(
        Lease.Predecessor lease, String id, boolean released) {
      return new Lease.Predecessor(
          lease.number(), Optional.of(id).filter(text -> !text.isEmpty()), released);
    }

    private LedgerSnapshot snapshot() throws IOException {
      return LedgerSnapshot.readWithPause(stores, ROOT.resolve("_spillway"), List.copyOf(leases));
    }

    private DestinationState read(LedgerSnapshot ledger) throws IOException {
      return DestinationState.read(stores, ledger, ROOT, Records.SOURCE, id -> id.startsWith("c"));
    }

    private void export(Step step, String commit) throws IOException {
      LedgerSnapshot ledgerNow = snapshot();
      DestinationState holdings = read(ledgerNow);
      long highest = leases.isEmpty() ? 0 : leases.getFirst().number();
      long number = Math.max(highest, ledgerNow.highestLease()) + 1;
      Optional<ExportRecord> again =
          holdings.unfinished().filter(record -> record.what().commitId().equals(commit));
      Instant clock = now.plusSeconds(step.skewSeconds());
      String id = again.map(ExportRecord::exportId).orElse(Records.id(clock).text());
      leases.addFirst(Records.lease(number, id, false));
      if (step.act().name().startsWith("IS_KILLED")) {
        killed.add(commit);
      }
      if (step.act() == Act.IS_KILLED_BEFORE_IT_BEGINS) {
        return;
      }
      if (again.isEmpty()) {
        finished.clear();
      }
      last = commit;
      Ledger ledger =
          again.isPresent()
              ? Ledger.begin(
                  stores,
                  ROOT.resolve("_spillway"),
                  ROOT,
                  again.get().again(number, clock, "dev", holdings))
              : Records.begin(stores, ROOT, Records.first(commit, clock, holdings, number));
      if (step.act() != Act.IS_KILLED_PLANNING) {
        run(step, ledger, clock.plusSeconds(30));
      }
    }

    private void run(Step step, Ledger ledger, Instant end) throws IOException {
      if (step.act() == Act.FAILS_PLANNING) {
        end(step, ledger, false, end);
        return;
      }
      ledger.beginRounds();
      String commit = ledger.record().what().commitId();
      surely = Optional.empty();
      switch (step.act()) {
        case IS_KILLED_COPYING -> {
          write(step.keys(), commit);
          paused = ledger;
          sinceTakeover = Duration.ZERO;
          isBuried = false;
        }
        case FAILS -> {
          write(step.keys(), commit);
          end(step, ledger, false, end);
        }
        case IS_KILLED_BEFORE_IT_CLOSES_FAILURE -> {
          write(step.keys(), commit);
          ledger.sign(false, end, failed(), OptionalLong.empty());
        }
        case IS_KILLED_BEFORE_IT_SIGNS_SUCCESS -> {
          write(held.keySet(), commit);
          refuseToSign(ledger, end);
        }
        case IS_KILLED_BEFORE_IT_CLOSES_SUCCESS -> {
          write(held.keySet(), commit);
          ledger.sign(true, end, Summary.NONE, OptionalLong.of(4));
          surely = Optional.of(commit);
        }
        case SUCCEEDS -> {
          write(held.keySet(), commit);
          end(step, ledger, true, end);
          surely = Optional.of(commit);
        }
        default -> throw new IllegalStateException(step.toString());
      }
    }

    private void write(Set<Integer> keys, String commit) {
      finished.addAll(keys);
      Set.copyOf(keys).forEach(key -> held.put(key, commit));
    }

    private void end(Step step, Ledger ledger, boolean success, Instant at) throws IOException {
      ledger.sign(success, at, success ? Summary.NONE : failed(), OptionalLong.of(4));
      assertThat(ledger.prune(new Retention(step.keep(), step.keep()))).isEmpty();
      Duration time = Duration.ofSeconds(step.heldSeconds());
      ledger.close(success ? State.SUCCEEDED : State.FAILED, time, LASTS);
      sinceTakeover = sinceTakeover.plus(time);
      newest(lease -> predecessor(lease, ledger.record().exportId(), true));
      // An export that ended well forgets all leases before its own.
      leases.removeIf(lease -> success && lease.number() < leases.getFirst().number());
    }

    private void refuseToSign(Ledger ledger, Instant end) throws IOException {
      store.inject(FaultyStore.Fault.DENIED, RequestKind.CREATE, key -> true, 1);
      try {
        ledger.sign(true, end, Summary.NONE, OptionalLong.of(4));
        throw new AssertionError("it was to be killed");
      } catch (StoreException e) {
        store.heal();
      }
    }

    private static Summary failed() {
      return Summary.of(Failures.of("a", "is gone"));
    }

    void check() throws IOException {
      DestinationState holdings = read(snapshot());
      if (surely.isPresent()) {
        assertThat(holdings.base()).isEqualTo(surely);
        assertThat(killed).containsAll(holdings.attempts());
        assertThat(holdings.present()).hasValue(4);
      }
      if (holdings.base().isPresent()) {
        Set<String> possible = new HashSet<>(holdings.attempts());
        possible.add(holdings.base().get());
        assertThat(possible).as("%s of %s", holdings, held).containsAll(held.values());
      }
      if (holdings.unfinished().isPresent()) {
        String commit = holdings.unfinished().get().what().commitId();
        assertThat(finished).allSatisfy(key -> assertThat(held.get(key)).isEqualTo(commit));
      }
      assertThat(holdings.exports())
          .allSatisfy(
              id ->
                  assertThat(store.stat(RecordFile.file(ROOT.resolve("_spillway"), id).path()))
                      .isPresent());
    }
  }
}
