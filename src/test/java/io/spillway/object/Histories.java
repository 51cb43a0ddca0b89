package io.spillway.object;

import io.spillway.base.Bytes;
import io.spillway.base.KeyGlobs;
import io.spillway.object.MadeSnapshot.Cut;
import io.spillway.object.MadeSnapshot.Variant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** Snapshots that came from one another by small changes, drawn by chance. */
final class Histories {
  private static final String[] PIECES = {
    "/", "!", "a", "b", "0", " ", "\u00e9", "\u65e5", "\uD83D\uDE00", "\uFFFD", "~", "\u0000"
  };

  private Histories() {}

  /**
   * What happens between two snapshots.
   *
   * @param variant empty to delete
   */
  record Edit(String key, Optional<Variant> variant) {}

  /**
   * A target, bases, and what was drawn beside them.
   *
   * @param states what each snapshot has, the target first
   * @param cuts how they are cut, in turn
   */
  record History(List<NavigableMap<String, Variant>> states, List<Cut> cuts, boolean isFull) {
    /** All snapshots, which tell the list what is opened. */
    List<MadeSnapshot> snapshots(List<Range> opened) {
      List<MadeSnapshot> snapshots = new ArrayList<>();
      for (int i = 0; i < states.size(); i++) {
        List<Entry> entries = new ArrayList<>();
        states.get(i).forEach((key, variant) -> entries.add(variant.entry(key)));
        snapshots.add(MadeSnapshot.of("s" + i, entries, cuts.get(i % cuts.size()), opened));
      }
      return snapshots;
    }

    boolean isFullExport() {
      return isFull || states.size() == 1;
    }

    /** The keys that must be settled, told without any range. */
    List<Bytes> changed() {
      TreeMap<Bytes, String> keys = new TreeMap<>();
      states.forEach(state -> state.keySet().forEach(key -> keys.put(Bytes.of(key), key)));
      return keys.entrySet().stream()
          .filter(key -> isChanged(key.getValue()))
          .map(Map.Entry::getKey)
          .toList();
    }

    private boolean isChanged(String key) {
      Variant target = states.get(0).get(key);
      return (isFullExport() && target != null)
          || states.stream().skip(1).anyMatch(base -> !means(base.get(key), target));
    }

    private static boolean means(@Nullable Variant one, @Nullable Variant other) {
      return Objects.equals(
          one == null ? null : one.meaning(), other == null ? null : other.meaning());
    }

    Comparison comparison(List<MadeSnapshot> snapshots) {
      List<ObjectSource> bases = List.copyOf(snapshots.subList(1, snapshots.size()));
      return new Comparison(snapshots.get(0), bases, isFull, KeyGlobs.ALL);
    }
  }

  /** Few keys, odd ones: their order in UTF-16 is another, and their segments may be empty. */
  static Arbitrary<String> keys() {
    return Arbitraries.of(PIECES).list().ofMinSize(1).ofMaxSize(3).map(all -> String.join("", all));
  }

  private static Arbitrary<Variant> variants() {
    Arbitrary<Integer> few = Arbitraries.frequency(Tuple.of(3, 0), Tuple.of(1, 1));
    return Combinators.combine(
            Arbitraries.integers().between(0, 3),
            few,
            few,
            Arbitraries.integers().between(0, 2),
            Arbitraries.of(true, true, true, false))
        .as(Variant::new);
  }

  private static Arbitrary<Edit> edits() {
    return Combinators.combine(keys(), variants().optional(0.7)).as(Edit::new);
  }

  private static Arbitrary<Cut> cuts() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 5), Arbitraries.integers().between(1, 5))
        .as(Cut::new);
  }

  static Arbitrary<History> histories() {
    Arbitrary<Map<String, Variant>> first = Arbitraries.maps(keys(), variants()).ofMaxSize(40);
    Arbitrary<List<List<Edit>>> later = edits().list().ofMaxSize(6).list().ofMaxSize(3);
    return Combinators.combine(
            first,
            later,
            cuts().list().ofMinSize(1).ofMaxSize(2),
            Arbitraries.integers().between(0, 3),
            Arbitraries.of(false, false, true))
        .as(Histories::history);
  }

  private static History history(
      Map<String, Variant> first, List<List<Edit>> later, List<Cut> cuts, int turn, boolean full) {
    List<NavigableMap<String, Variant>> states = new ArrayList<>();
    states.add(new TreeMap<>(first));
    for (List<Edit> edits : later) {
      NavigableMap<String, Variant> next = new TreeMap<>(states.get(states.size() - 1));
      for (Edit edit : edits) {
        edit.variant()
            .ifPresentOrElse(
                variant -> next.put(edit.key(), variant), () -> next.remove(edit.key()));
      }
      states.add(next);
    }
    Collections.rotate(states, turn); // the target may be older than the bases
    return new History(states, cuts, full);
  }
}
