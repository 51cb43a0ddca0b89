package io.spillway.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.Bytes;
import io.spillway.source.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SliceCutterTest {
  private static final Split RANGE = Split.part("r", Bytes.EMPTY, Bytes.of("z"), -1);

  private record Item(Bytes key, int round, long size) {}

  @Property(tries = 200)
  void shouldCoverEveryEntryOnceAndInOrder(
      @ForAll @Size(max = 2000) List<@IntRange(min = 0, max = 200_000_000) Integer> sizes) {
    // Given
    List<Item> items = items(sizes);

    // When
    List<Slice> slices = cut(items);

    // Then
    Bytes after = Bytes.EMPTY;
    int next = 0;
    for (Slice slice : slices) {
      assertThat(slice.split().after()).isEqualTo(after);
      List<Item> own = items.subList(next, next + (int) slice.split().entries());
      assertThat(own.get(own.size() - 1).key()).isEqualTo(slice.split().last());
      for (int round = 1; round <= 2; round++) {
        assertThat(slice.tally(round)).isEqualTo(tally(own, round));
      }
      after = slice.split().last();
      next += own.size();
    }
    assertThat(next).isEqualTo(items.size());
  }

  @Test
  void shouldCutALargeRangeIntoManySlicesButNeverTooMany() {
    assertThat(cut(small(10_000)).size()).isBetween(64, 127);
    assertThat(cut(small(50_000)).size()).isBetween(64, 127);
    assertThat(cut(small(1_000_000)).size()).isBetween(64, 127);
    assertThat(cut(small(0))).isEmpty();
    assertThat(cut(small(1))).hasSize(1);
  }

  @Test
  void shouldGiveLargeObjectsSlicesOfTheirOwn() {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      items.add(new Item(key(i), 1, 64L << 20));
    }
    assertThat(cut(items)).hasSize(20);
  }

  private static List<Slice> cut(List<Item> items) {
    SliceCutter cutter = new SliceCutter(RANGE);
    items.forEach(item -> cutter.add(item.key(), item.round(), item.size()));
    return cutter.finish();
  }

  private static List<Item> items(List<Integer> sizes) {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      items.add(new Item(key(i), sizes.get(i) % 7 == 0 ? 2 : 1, sizes.get(i)));
    }
    return items;
  }

  private static List<Item> small(int count) {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(new Item(key(i), 1, 10_000));
    }
    return items;
  }

  private static Bytes key(int i) {
    return Bytes.of(String.format(Locale.ROOT, "k%09d", i));
  }

  private static Tally tally(List<Item> items, int round) {
    return items.stream()
        .filter(item -> item.round() == round)
        .map(item -> new Tally(1, item.size()))
        .reduce(Tally.NONE, Tally::plus);
  }
}
