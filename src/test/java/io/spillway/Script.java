package io.spillway;

import io.spillway.base.KeyGlobs;
import io.spillway.request.Retention;
import io.spillway.store.DyingStore.Doom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * What happens to a repository and its destination, drawn by chance: commits, and exports of some
 * of them to which something may happen.
 *
 * @param acts in their order
 * @param retention of all exports
 * @param globs which keys all of them are about
 */
record Script(List<Act> acts, Retention retention, KeyGlobs globs) {
  /** One of them. */
  sealed interface Act permits Edits, Run {}

  /**
   * Changes to the repository, and a commit.
   *
   * @param values by key; a negative one deletes
   */
  record Edits(Map<String, Integer> values) implements Act {}

  /** How an export is asked for. */
  enum Mode {
    /** All of a commit, as the ledger allows. */
    UNSAID,
    /** The difference to what the last success left. */
    SAID,
    /** {@code --since=last}. */
    SINCE_LAST,
    /** {@code --no-resume}. */
    NO_RESUME
  }

  /**
   * An export.
   *
   * @param back how many commits before the newest
   * @param doom what happens to it
   * @param at how many requests are done before
   */
  record Run(int back, Mode mode, Doom doom, int at) implements Act {}

  /** What is at a key: its content and its metadata say a little of the value each. */
  record Value(int number) {
    String content() {
      return "content " + number / 2;
    }

    Map<String, String> metadata() {
      return number % 2 == 0 ? Map.of() : Map.of("odd", String.valueOf(number));
    }
  }

  /** Scripts over such keys. */
  static Arbitrary<Script> scripts(List<String> keys) {
    Arbitrary<Integer> value = Arbitraries.integers().between(-2, 4);
    Arbitrary<Edits> edits =
        Arbitraries.maps(Arbitraries.of(keys), value).ofMinSize(1).ofMaxSize(8).map(Edits::new);
    Arbitrary<Act> act =
        Arbitraries.frequencyOf(Tuple.of(3, edits.map(Act.class::cast)), Tuple.of(5, runs()));
    Arbitrary<Retention> retention =
        Arbitraries.of(Retention.DEFAULT, new Retention(1, 1), new Retention(2, 3));
    return Combinators.combine(edits, act.list().ofMinSize(4).ofMaxSize(11), retention, someGlobs())
        .as(
            (first, acts, kept, globs) -> {
              List<Act> all = new ArrayList<>(acts);
              all.add(0, first);
              return new Script(all, kept, globs);
            });
  }

  private static Arbitrary<KeyGlobs> someGlobs() {
    return Arbitraries.frequency(
        Tuple.of(4, KeyGlobs.ALL),
        Tuple.of(1, KeyGlobs.ALL.including("a/**")),
        Tuple.of(1, KeyGlobs.ALL.excluding("a/**")),
        Tuple.of(1, KeyGlobs.ALL.excluding("**/_SUCCESS")),
        Tuple.of(1, KeyGlobs.ALL.including("?").including("*/?")),
        Tuple.of(1, KeyGlobs.ALL.including("**").excluding("b/**").including("b/x")));
  }

  private static Arbitrary<Act> runs() {
    Arbitrary<Integer> back = Arbitraries.frequency(Tuple.of(5, 0), Tuple.of(2, 1), Tuple.of(1, 2));
    Arbitrary<Doom> doom =
        Arbitraries.frequency(
            Tuple.of(3, Doom.NONE),
            Tuple.of(4, Doom.REFUSES_ONE),
            Tuple.of(1, Doom.LOSES_ANSWER),
            Tuple.of(3, Doom.DIES_BEFORE),
            Tuple.of(3, Doom.DIES_AFTER),
            Tuple.of(3, Doom.FREEZES),
            Tuple.of(2, Doom.WORKER_DIES_BEFORE),
            Tuple.of(2, Doom.WORKER_DIES_AFTER));
    // Most differences are small: what happens late does not happen to them.
    Arbitrary<Integer> at =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.integers().between(0, 3)),
            Tuple.of(1, Arbitraries.integers().between(4, 12)));
    return Combinators.combine(back, Arbitraries.of(Mode.class), doom, at).as(Run::new);
  }

  /**
   * A repository's next state.
   *
   * @param isFileSystem whether a key may not be another's folder
   */
  static NavigableMap<String, Value> after(
      NavigableMap<String, Value> before, Edits edits, boolean isFileSystem) {
    NavigableMap<String, Value> next = new TreeMap<>(before);
    new TreeMap<>(edits.values())
        .forEach(
            (key, number) -> {
              next.remove(key);
              if (number >= 0) {
                next.keySet().removeIf(other -> isFileSystem && isFolder(key, other));
                next.put(key, new Value(number));
              }
            });
    return next;
  }

  private static boolean isFolder(String one, String other) {
    return one.startsWith(other + "/") || other.startsWith(one + "/");
  }

  @Override
  public String toString() {
    return acts.stream().map(Act::toString).collect(Collectors.joining("\n  ", "\n  ", "\n  "))
        + retention
        + " of "
        + globs;
  }
}
