package io.spillway.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every store promises of its listings. */
public abstract class ListingContract extends GuardedWriteContract {
  @Test
  void shouldListOnlyWhatComesAfterAKey() throws IOException {
    // Given
    List<String> names = writeNames();
    List<String> odd = List.of("", "a/", "a/x", "dir", "dir/", "dir/1/x", "deep/er/", "c//d", "~");

    // When, Then
    for (String prefix : List.of("l/", "l/d", "l/dir/", "l/dir/1", "l/deep/", "l/none/", "")) {
      for (String after : Stream.concat(names.stream(), odd.stream()).toList()) {
        assertListedAfter(prefix, "l/" + after);
      }
    }
    for (String after : List.of("", "k", "l", "l/", "l0", "m", "m/", "n")) {
      assertListedAfter("l/", after);
    }
    assertThat(after(key("l/"), "")).hasSize(names.size() + 1);
    assertThat(after(key("l/"), " ")).hasSize(names.size() + 1);
    assertThat(after(key("l/"), "\u007F")).isEmpty();
  }

  @Test
  protected void shouldListOnlyWhatComesAfterAKeyThatIsNotAscii() throws IOException {
    writeNames();
    for (String after : List.of("l/ä", "l/é", "l/éa", "l/ü", "l/\uD83D\uDE00")) {
      assertListedAfter("l/", after);
    }
  }

  private List<String> writeNames() throws IOException {
    List<String> names =
        List.of(
            "a b",
            "a!",
            "a",
            "a.txt",
            "aa/x",
            "a-/y",
            "B",
            "z",
            "dir.txt",
            "dir/1",
            "dir/10",
            "dir/2",
            "dir0",
            "deep/er/1",
            "deep/er/2",
            "deep/est");
    for (String name : names) {
      store().write(key("l/" + name), Body.of(bytes(name)), TEXT);
    }
    for (String other : List.of("k", "l/é", "m")) {
      store().write(key(other), Body.of(bytes(other)), TEXT);
    }
    return names;
  }

  private void assertListedAfter(String prefix, String after) throws IOException {
    Bytes whole = Bytes.of(key(after));
    assertThat(after(key(prefix), key(after)))
        .as(prefix + " after " + after)
        .isEqualTo(
            after(key(prefix), "").stream()
                .filter(key -> Bytes.of(key).compareTo(whole) > 0)
                .toList());
  }

  @Test
  void shouldListPagesAfterAKey() throws Exception {
    // Given
    List<Callable<Object>> writes = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 1_100; i++) {
      String key = key(String.format(Locale.ROOT, "p/%05d", i));
      keys.add(key);
      writes.add(() -> store().write(key, Body.of(bytes("x")), Attributes.NONE));
    }
    together(writes);

    // When, Then
    assertThat(after(key("p/"), keys.get(49))).isEqualTo(keys.subList(50, 1_100));
    assertThat(after(key("p/"), keys.get(1_049))).isEqualTo(keys.subList(1_050, 1_100));
  }

  private List<String> after(String prefix, String after) throws IOException {
    List<String> keys = new ArrayList<>();
    store().list(prefix, after).forEachRemaining(object -> keys.add(object.key()));
    return keys;
  }

  @Test
  void shouldListInByteOrderOfUtf8() throws IOException {
    // Given
    List<String> names =
        List.of(
            "a b", "a!", "a", "a.txt", "aa/x", "a-/y", "B", "é", "z", "dir.txt", "dir/1", "dir/10",
            "dir/2", "dir0");
    for (String name : names) {
      store().write(key("l/" + name), Body.of(bytes(name)), TEXT);
    }
    store().write(key("m"), Body.of(bytes("m")), TEXT);

    // When, Then
    List<String> sorted =
        names.stream().sorted((a, b) -> Bytes.of(a).compareTo(Bytes.of(b))).toList();
    assertThat(names("l/")).containsExactlyElementsOf(sorted);
    assertThat(names("l/dir/")).containsExactly("dir/1", "dir/10", "dir/2");
    assertThat(names("l/di")).containsExactly("dir.txt", "dir/1", "dir/10", "dir/2", "dir0");
    assertThat(names("l/dir/1")).containsExactly("dir/1", "dir/10");
    assertThat(names("none/")).isEmpty();
    assertThat(names("l/a/none")).isEmpty();
    StoredObject first = store().list(key("l/a.txt")).next();
    assertThat(first.size()).isEqualTo(5);
    assertThat(first.etag()).isEqualTo(store().stat(key("l/a.txt")).orElseThrow().etag());
    assertThat(first.attributes()).isEqualTo(Attributes.NONE);
  }

  /**
   * The order of Java's strings is another: it puts the halves of the last of these before the
   * first.
   */
  @Test
  protected void shouldListCharactersOfFourBytesLast() throws IOException {
    for (String name : List.of("\uFF5E", "\uD83D\uDE00", "\uE000")) {
      store().write(key("l/" + name), Body.of(bytes(name)), Attributes.NONE);
    }
    assertThat(names("l/")).containsExactly("\uE000", "\uFF5E", "\uD83D\uDE00");
  }

  @Test
  void shouldListMoreThanAPage() throws Exception {
    // Given
    List<Callable<Object>> writes = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 1_003; i++) {
      String name = String.format(Locale.ROOT, "p/%05d", i);
      names.add(name.substring(2));
      writes.add(() -> store().write(key(name), Body.of(bytes(name)), Attributes.NONE));
    }
    together(writes);

    // When, Then
    assertThat(names("p/")).isEqualTo(names);
  }
}
