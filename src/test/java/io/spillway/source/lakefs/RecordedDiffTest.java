package io.spillway.source.lakefs;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.Bytes;
import io.spillway.base.KeyGlobs;
import io.spillway.base.Settings;
import io.spillway.object.Change;
import io.spillway.object.ChangeCursor;
import io.spillway.object.Comparison;
import io.spillway.object.ObjectSource;
import io.spillway.object.Split;
import io.spillway.source.lakefs.api.Commit;
import io.spillway.source.lakefs.api.RecordedLakeFs;
import io.spillway.source.lakefs.metadata.MetadataAccess;
import io.spillway.store.Stores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The files that a real lakeFS wrote, compared: its own diff is what must come out. */
class RecordedDiffTest {
  private static final Stores STORES = new Stores(Settings.of(Map.of()));

  @Test
  void shouldFindTheDifferenceThatLakeFsFound() throws IOException {
    try (RecordedLakeFs lakeFs = RecordedLakeFs.start("example")) {
      // Given
      ObjectSource before = source(lakeFs, "A");
      ObjectSource after = source(lakeFs, "B");

      // When
      List<Change> changes = changes(new Comparison(after, List.of(before), false, KeyGlobs.ALL));

      // Then
      assertThat(changes).hasSize(1_510);
      assertThat(types(changes, before)).isEqualTo(RecordedLakeFs.difference("example-diff-a-b"));
    }
  }

  @Test
  void shouldReadOnlyTheRangesThatDiffer() throws IOException {
    try (RecordedLakeFs lakeFs = RecordedLakeFs.start("ragged")) {
      // Given
      ObjectSource before = source(lakeFs, "R");
      ObjectSource after = source(lakeFs, "R2");

      // When
      List<Change> changes = changes(new Comparison(after, List.of(before), false, KeyGlobs.ALL));

      // Then
      List<String> opened = lakeFs.opened();
      assertThat(changes).hasSize(50);
      assertThat(types(changes, before)).isEqualTo(RecordedLakeFs.difference("ragged-diff-r-r2"));
      Set<String> expected = differing(before, after);
      expected.add(lakeFs.commit("R").metaRangeId());
      expected.add(lakeFs.commit("R2").metaRangeId());
      assertThat(opened).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(before.ranges().size()).isGreaterThan(10 * expected.size());
    }
  }

  @Test
  void shouldGoBackOverTheSameKeys() throws IOException {
    try (RecordedLakeFs lakeFs = RecordedLakeFs.start("example")) {
      // Given
      ObjectSource before = source(lakeFs, "B");
      ObjectSource after = source(lakeFs, "A");

      // When
      List<Change> changes = changes(new Comparison(after, List.of(before), false, KeyGlobs.ALL));

      // Then
      Map<String, String> forth = RecordedLakeFs.difference("example-diff-a-b");
      Map<String, String> back = new TreeMap<>();
      Map<String, String> opposite = Map.of("added", "removed", "removed", "added");
      forth.forEach((key, type) -> back.put(key, opposite.getOrDefault(type, type)));
      assertThat(types(changes, before)).isEqualTo(back);
    }
  }

  private static ObjectSource source(RecordedLakeFs lakeFs, String name) throws IOException {
    Commit commit = lakeFs.commit(name);
    return new LakeFsSource(
        lakeFs.client(), lakeFs.repository(), commit, STORES, MetadataAccess.STORE);
  }

  private static List<Change> changes(Comparison comparison) throws IOException {
    List<Change> changes = new ArrayList<>();
    for (Split split : comparison.splits(false).all()) {
      try (ChangeCursor cursor = comparison.changes(split)) {
        for (Change change = cursor.next(); change != null; change = cursor.next()) {
          changes.add(change);
        }
      }
    }
    return changes;
  }

  private static Map<String, String> types(List<Change> changes, ObjectSource before)
      throws IOException {
    Set<Bytes> known = new HashSet<>();
    changes(Comparison.full(before)).forEach(change -> known.add(change.key()));
    Map<String, String> types = new TreeMap<>();
    for (Change change : changes) {
      String type = known.contains(change.key()) ? "changed" : "added";
      types.put(change.path(), change.isDelete() ? "removed" : type);
    }
    return types;
  }

  private static Set<String> differing(ObjectSource one, ObjectSource other) throws IOException {
    Set<String> ones = files(one);
    Set<String> differing = files(other);
    Set<String> shared = new HashSet<>(ones);
    shared.retainAll(differing);
    differing.addAll(ones);
    differing.removeAll(shared);
    return differing;
  }

  private static Set<String> files(ObjectSource source) throws IOException {
    Set<String> files = new HashSet<>();
    source.ranges().forEach(range -> files.add(range.file()));
    return files;
  }
}
