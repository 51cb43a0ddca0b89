package io.spillway.object.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.Bytes;
import io.spillway.object.Split;
import io.spillway.outcome.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SliceCutterTest {
  private static final Split RANGE = new Split(Bytes.EMPTY, Bytes.of("z"), List.of(), -1);

  private record Item(Bytes key, Step step, long size) {}

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
      List<Item> own = items.subList(next, next + (int) slice.split().changes());
      assertThat(own.get(own.size() - 1).key()).isEqualTo(slice.split().last());
      for (Step step : Step.inOrder(2)) {
        assertThat(slice.tally(step)).isEqualTo(tally(own, step));
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
  void shouldCoverChangesThatNoStepSettles() {
    // Given
    SliceCutter cutter = new SliceCutter(RANGE);

    // When
    cutter.add(Bytes.of("a"), Step.copy(1), 1);
    cutter.pass(Bytes.of("b"));

    // Then
    List<Slice> slices = cutter.finish();
    assertThat(slices).hasSize(1);
    assertThat(slices.get(0).split().last()).isEqualTo(Bytes.of("b"));
    assertThat(slices.get(0).split().changes()).isEqualTo(2);
    assertThat(slices.get(0).tally(Step.copy(1))).isEqualTo(new Tally(1, 1));
  }

  @Test
  void shouldGiveLargeObjectsSlicesOfTheirOwn() {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      items.add(new Item(key(i), Step.copy(1), 64L << 20));
    }
    assertThat(cut(items)).hasSize(20);
  }

  private static Step step(int size) {
    return new Step(size % 5 == 0, size % 7 == 0 ? 2 : 1);
  }

  private static List<Slice> cut(List<Item> items) {
    SliceCutter cutter = new SliceCutter(RANGE);
    items.forEach(item -> cutter.add(item.key(), item.step(), item.size()));
    return cutter.finish();
  }

  private static List<Item> items(List<Integer> sizes) {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      items.add(new Item(key(i), step(sizes.get(i)), sizes.get(i)));
    }
    return items;
  }

  private static List<Item> small(int count) {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(new Item(key(i), Step.copy(1), 10_000));
    }
    return items;
  }

  private static Bytes key(int i) {
    return Bytes.of(String.format(Locale.ROOT, "k%09d", i));
  }

  private static Tally tally(List<Item> items, Step step) {
    return items.stream()
        .filter(item -> item.step().equals(step))
        .map(item -> new Tally(1, item.size()))
        .reduce(Tally.NONE, Tally::plus);
  }
}
