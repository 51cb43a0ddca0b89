package io.spillway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.Location;
import io.spillway.Retention;
import io.spillway.Settings;
import io.spillway.plan.Failures;
import io.spillway.plan.Summary;
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
class HoldingsChainTest {
  private static final Location ROOT = Location.parse("memory://holdings-chain/root");
  private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");

  /** What comes next; all but the last four are exports of our own. */
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
    PAUSED_ONE_GOES_ON
  }

  /** An act with a commit, the keys it gets to, a clock that is wrong, and what is kept. */
  private record Step(Act act, int commit, Set<Integer> keys, int skewSeconds, int keep) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.of(Act.class),
            Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(0, 3).set(),
            Arbitraries.integers().between(-300, 300),
            Arbitraries.integers().between(1, 3))
        .as(Step::new)
        .list()
        .ofMaxSize(20);
  }

  @Property(tries = 300)
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
    private final Deque<String> leases = new ArrayDeque<>();
    private final Set<Integer> finished = new HashSet<>();
    private Optional<String> surely = Optional.empty();
    private @Nullable Ledger paused;
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
        case PAUSED_ONE_GOES_ON -> pausedOneGoesOn(step.keys());
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

    private void export(Step step, String commit) throws IOException {
      Holdings holdings = Records.read(stores, ROOT, List.copyOf(leases));
      Optional<ExportRecord> again =
          holdings.unfinished().filter(record -> record.what().commitId().equals(commit));
      Instant clock = now.plusSeconds(step.skewSeconds());
      leases.addFirst(again.map(ExportRecord::exportId).orElse(Records.id(clock).text()));
      if (step.act() == Act.IS_KILLED_BEFORE_IT_BEGINS) {
        return;
      }
      if (again.isEmpty()) {
        finished.clear();
      }
      Ledger ledger =
          again.isPresent()
              ? Ledger.begin(
                  stores,
                  ROOT.resolve("_spillway"),
                  ROOT,
                  again.get().again(1, clock, "dev", holdings))
              : Records.begin(stores, ROOT, Records.first(commit, clock, holdings));
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
      ledger.close(success ? State.SUCCEEDED : State.FAILED);
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
      Holdings holdings = Records.read(stores, ROOT, List.copyOf(leases));
      if (surely.isPresent()) {
        assertThat(holdings.base()).isEqualTo(surely);
        assertThat(holdings.attempts()).isEmpty();
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
