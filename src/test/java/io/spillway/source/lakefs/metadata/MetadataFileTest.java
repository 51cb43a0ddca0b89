package io.spillway.source.lakefs.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.Bytes;
import io.spillway.object.Entry;
import io.spillway.source.lakefs.api.Fixtures;
import io.spillway.source.lakefs.api.Fixtures.Listed;
import io.spillway.source.lakefs.api.Fixtures.Recorded;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

public class MetadataFileTest {
  static List<Recorded> recorded() {
    return List.of(Fixtures.A, Fixtures.B, Fixtures.N, Fixtures.R, Fixtures.R2);
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void shouldReadExactlyWhatTheServerLists(Recorded commit) throws IOException {
    // Given
    List<Listed> listing = Fixtures.listing(commit.listing());

    // When
    List<Listed> read = new ArrayList<>();
    for (RangeInfo range : ranges(commit)) {
      try (MetadataFile file = commit.range(range)) {
        file.check(range);
        for (Entry entry : entries(file, Bytes.EMPTY)) {
          read.add(Listed.of(entry, commit.storageNamespace()));
        }
      }
    }

    // Then
    assertThat(read).hasSizeGreaterThan(10).isEqualTo(listing);
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void shouldReadWhatEachRangeHolds(Recorded commit) throws IOException {
    // When
    List<RangeInfo> ranges = ranges(commit);

    // Then
    long listed = Fixtures.listing(commit.listing()).size();
    assertThat(ranges.stream().mapToLong(RangeInfo::count).sum()).isEqualTo(listed);
    assertThat(ranges).extracting(RangeInfo::minKey).isSorted();
    assertThat(ranges).allSatisfy(range -> assertThat(range.estimatedSize()).isPositive());
  }

  @Test
  void shouldReadManyRangesAndAnIndexOfTwoLevels() throws IOException {
    assertThat(ranges(Fixtures.R)).hasSizeGreaterThan(10);
    assertThat(ranges(Fixtures.A)).extracting(RangeInfo::id).containsExactly(Fixtures.BIG_RANGE);
  }

  @Test
  void shouldHaveIdentitiesThatTellChangedObjects() throws IOException {
    // Given
    List<Entry> before = allEntries(Fixtures.A);
    List<Entry> after = allEntries(Fixtures.B);

    // When
    List<Bytes> kept = new ArrayList<>(before.stream().map(Entry::identity).toList());
    kept.retainAll(after.stream().map(Entry::identity).toList());

    // Then
    assertThat(before).allSatisfy(entry -> assertThat(entry.identity().length()).isEqualTo(32));
    assertThat(kept).hasSizeBetween(8_900, 9_200);
  }

  @Test
  void shouldBeginAfterAnyKey() throws IOException {
    try (MetadataFile file = bigRange()) {
      // Given
      List<Entry> all = entries(file, Bytes.EMPTY);

      for (int i = 0; i < all.size(); i += 613) {
        // When
        List<Entry> rest = entries(file, all.get(i).key());

        // Then
        assertThat(rest).isEqualTo(all.subList(i + 1, all.size()));
      }
    }
  }

  @Test
  void shouldBeginAfterKeysThatAreNotThere() throws IOException {
    try (MetadataFile file = bigRange()) {
      // Given
      List<Entry> all = entries(file, Bytes.EMPTY);
      Bytes justAfter = Bytes.of(all.get(5_000).path() + "\0");
      Bytes beyond = Bytes.of(new byte[] {(byte) 0xff});

      // Then
      assertThat(entries(file, justAfter)).isEqualTo(all.subList(5_001, all.size()));
      assertThat(entries(file, Bytes.of("\0"))).isEqualTo(all);
      assertThat(entries(file, beyond)).isEmpty();
      assertThat(entries(file, all.get(all.size() - 1).key())).isEmpty();
    }
  }

  @Test
  void shouldServeManyThreadsFromOneFile() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (MetadataFile file = bigRange()) {
      // Given
      List<Entry> all = entries(file, Bytes.EMPTY);
      Callable<List<Entry>> read = () -> entries(file, Bytes.EMPTY);

      // When
      List<Future<List<Entry>>> results = threads.invokeAll(List.of(read, read, read, read));

      // Then
      for (Future<List<Entry>> result : results) {
        assertThat(result.get()).isEqualTo(all);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void shouldLetAnOpenCursorGoOnWhenTheFileIsClosed() throws IOException {
    // Given
    MetadataFile file = bigRange();
    try (MetadataFile.Cursor<Entry> cursor = file.entries(Bytes.EMPTY)) {
      cursor.next();

      // When
      file.close();
      file.close();

      // Then
      int rest = 0;
      while (cursor.next() != null) {
        rest++;
      }
      assertThat(rest).isEqualTo(10_020);
    }
  }

  @Test
  void shouldRefuseUseAfterClosing() throws IOException {
    // Given
    MetadataFile file = bigRange();
    MetadataFile.Cursor<Entry> cursor = file.entries(Bytes.EMPTY);

    // When
    cursor.close();
    cursor.close();
    file.close();

    // Then
    assertThatThrownBy(cursor::next).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> file.entries(Bytes.EMPTY)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldTellARangeFromAnotherThanPromised() throws IOException {
    RangeInfo right = ranges(Fixtures.A).get(0);
    RangeInfo fewer = with(right, right.minKey(), right.maxKey(), right.count() + 1);
    RangeInfo sooner = with(right, Bytes.of("A"), right.maxKey(), right.count());
    RangeInfo later = with(right, right.minKey(), Bytes.of("zzz"), right.count());
    try (MetadataFile file = bigRange()) {
      file.check(right);
      for (RangeInfo wrong : List.of(fewer, sooner, later)) {
        assertThatThrownBy(() -> file.check(wrong))
            .isInstanceOf(DamagedFileException.class)
            .hasMessageContaining(Fixtures.BIG_RANGE)
            .hasMessageContaining("promises");
      }
    }
  }

  @Test
  void shouldNotTakeARangeForAMetarange() throws IOException {
    try (MetadataFile range = bigRange();
        MetadataFile metaRange = Fixtures.A.metaRange()) {
      assertThatThrownBy(range::ranges)
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining("holds ranges, not metaranges");
      assertThatThrownBy(() -> metaRange.entries(Bytes.EMPTY))
          .isInstanceOf(DamagedFileException.class);
    }
  }

  private static RangeInfo with(RangeInfo range, Bytes minKey, Bytes maxKey, long count) {
    return new RangeInfo(range.id(), minKey, maxKey, count, range.estimatedSize());
  }

  private static MetadataFile bigRange() throws IOException {
    return Fixtures.A.range(ranges(Fixtures.A).get(0));
  }

  private static List<RangeInfo> ranges(Recorded commit) throws IOException {
    try (MetadataFile metaRange = commit.metaRange()) {
      return metaRange.ranges();
    }
  }

  private static List<Entry> allEntries(Recorded commit) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (RangeInfo range : ranges(commit)) {
      try (MetadataFile file = commit.range(range)) {
        entries.addAll(entries(file, Bytes.EMPTY));
      }
    }
    return entries;
  }

  public static List<Entry> entries(MetadataFile file, Bytes after) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (MetadataFile.Cursor<Entry> cursor = file.entries(after)) {
      for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
        entries.add(entry);
      }
    }
    return entries;
  }
}
