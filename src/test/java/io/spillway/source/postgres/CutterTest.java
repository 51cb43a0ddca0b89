package io.spillway.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.source.postgres.Cutter.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CutterTest {
  private static final long PAGE = 8192;
  private static final long MIB = 1024 * 1024;

  private static Extent leaf(int number, long pages, boolean canBeCut) {
    return new Extent(new Leaf(number, "s", "t" + number), pages, pages * PAGE, canBeCut);
  }

  private static List<Part> cut(List<Extent> leaves, long target) {
    return Cutter.cut(leaves, Cutter.count(leaves, target));
  }

  @Property
  void shouldHaveEachBlockOnceInSplitsThatAreFew(
      @ForAll @Size(min = 1, max = 60) List<@LongRange(min = 0, max = 3_000) Long> sizes,
      @ForAll @LongRange(min = 100_000, max = 30_000_000) long target) {
    // Given
    List<Extent> leaves =
        IntStream.range(0, sizes.size()).mapToObj(i -> leaf(i, sizes.get(i), i % 7 != 3)).toList();
    long bytes = leaves.stream().mapToLong(Extent::bytes).sum();

    // When
    List<Part> parts = cut(leaves, target);

    // Then
    assertThat(parts).hasSizeLessThanOrEqualTo((int) Math.max(1, -Math.floorDiv(-bytes, target)));
    assertThat(parts).noneMatch(part -> part.ranges().isEmpty());
    assertThat(parts.stream().mapToLong(Part::bytes).sum()).isBetween(bytes - 100, bytes + 100);
    assertEachLeafWhole(leaves, parts.stream().flatMap(part -> part.ranges().stream()).toList());
  }

  private static void assertEachLeafWhole(List<Extent> leaves, List<LeafRange> ranges) {
    List<LeafRange> rest = new ArrayList<>(ranges);
    for (Extent leaf : leaves) {
      long from = 0;
      while (from != LeafRange.OPEN) {
        LeafRange range = rest.remove(0);
        assertThat(range.leaf()).isEqualTo(leaf.leaf());
        assertThat(range.from()).isEqualTo(from);
        assertThat(range.to() == LeafRange.OPEN || range.to() > from).isTrue();
        assertThat(leaf.canBeCut() || range.to() == LeafRange.OPEN).isTrue();
        from = range.to();
      }
    }
    assertThat(rest).isEmpty();
  }

  @Test
  void shouldPackManySmallLeaves() {
    List<Extent> leaves = IntStream.range(0, 20_000).mapToObj(i -> leaf(i, 2, true)).toList();

    assertThat(cut(leaves, 64 * MIB))
        .hasSize(5)
        .allSatisfy(part -> assertThat(part.ranges()).hasSizeBetween(3_900, 4_100));
  }

  @Test
  void shouldCutALargeLeafEvenly() {
    assertThat(cut(List.of(leaf(1, 100_000, true)), 256 * MIB))
        .hasSize(4)
        .allSatisfy(part -> assertThat(part.bytes()).isBetween(195 * MIB, 196 * MIB));
  }

  @Test
  void shouldMakeOnePartOfATableWithoutLeaves() {
    assertThat(cut(List.of(), MIB)).containsExactly(new Part(List.of(), 0));
  }

  @Test
  void shouldSayBlocksInSql() {
    Leaf leaf = new Leaf(1, "s", "t");

    assertThat(LeafRange.whole(leaf).condition("x")).isEmpty();
    assertThat(new LeafRange(leaf, 0, 5).condition("x"))
        .isEqualTo("x.ctid operator(pg_catalog.<) '(5,0)'::pg_catalog.tid");
    assertThat(new LeafRange(leaf, 5, 9).condition("x"))
        .isEqualTo(
            "x.ctid operator(pg_catalog.>=) '(5,0)'::pg_catalog.tid"
                + " and x.ctid operator(pg_catalog.<) '(9,0)'::pg_catalog.tid");
    assertThat(new LeafRange(leaf, 9, LeafRange.OPEN).condition("x"))
        .isEqualTo("x.ctid operator(pg_catalog.>=) '(9,0)'::pg_catalog.tid");
  }
}
