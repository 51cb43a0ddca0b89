package io.spillway.object;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.Bytes;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EntryTest {
  private static final Entry ENTRY =
      new Entry(Bytes.of("k"), "data/1", true, 3, "abc", 1, Map.of("m", "1"), "text/a", id("one"));

  private static Bytes id(String text) {
    return Bytes.of(text);
  }

  @Test
  void shouldTakeAnUploadOfTheSameContentElsewhereForTheSameObject() {
    Entry moved =
        new Entry(
            Bytes.of("k"), "data/2", false, 3, "abc", 9, Map.of("m", "1"), "text/a", id("one"));
    Entry listed =
        new Entry(
            Bytes.of("k"), "data/2", true, 3, "abc", 9, Map.of("m", "1"), "text/a", Bytes.EMPTY);
    assertThat(ENTRY.isSameObject(moved)).isTrue();
    assertThat(ENTRY.isSameObject(listed)).isTrue();
    assertThat(listed.isSameObject(ENTRY)).isTrue();
  }

  @Test // defect 5 of lakeFS's exporter: such changes never arrive
  void shouldSeeThatOnlyMetadataOrContentTypeChanged() {
    assertThat(ENTRY.isSameObject(like(3, "abc", Map.of("m", "2"), "text/a"))).isFalse();
    assertThat(ENTRY.isSameObject(like(3, "abc", Map.of(), "text/a"))).isFalse();
    assertThat(ENTRY.isSameObject(like(3, "abc", Map.of("m", "1"), "text/b"))).isFalse();
  }

  @Test
  void shouldSeeThatContentChanged() {
    assertThat(ENTRY.isSameObject(like(4, "abc", Map.of("m", "1"), "text/a"))).isFalse();
    assertThat(ENTRY.isSameObject(like(3, "abd", Map.of("m", "1"), "text/a"))).isFalse();
  }

  private static Entry like(
      long size, String checksum, Map<String, String> metadata, String contentType) {
    return new Entry(
        Bytes.of("k"), "data/1", true, size, checksum, 1, metadata, contentType, id("two"));
  }

  @Test
  void shouldNotTakeTwoListedObjectsWithoutIdentityForOne() {
    Entry one = new Entry(Bytes.of("k"), "d", true, 3, "abc", 1, Map.of(), "", Bytes.EMPTY);
    Entry other = new Entry(Bytes.of("k"), "d", true, 3, "abd", 1, Map.of(), "", Bytes.EMPTY);
    assertThat(one.isSameObject(other)).isFalse();
  }
}
