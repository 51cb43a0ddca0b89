package io.spillway.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.store.StoreException.Reason;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What a store promises that is more than a file system: it copies inside the server, keeps
 * attributes, and holds every key.
 */
public abstract class CopyContract extends ObjectStoreContract {
  /** Another container that the same client reaches. */
  protected abstract ObjectStore other();

  @Test
  protected void shouldCopyWithOtherAttributes() throws IOException {
    // Given
    WrittenObject source =
        other()
            .write(
                key("from"),
                Body.of(bytes("content")),
                Attributes.ofType("application/octet-stream"));

    // When
    assertThat(store().reaches(other())).isTrue();
    WrittenObject copied = store().copy(other(), key("from"), source.etag(), 7, key("to"), TEXT);

    // Then
    assertThat(copied.etag()).isEqualTo(source.etag());
    assertThat(copied.size()).isEqualTo(-1);
    assertThat(read(key("to"))).isEqualTo("content");
    assertThat(store().stat(key("to")).orElseThrow().attributes()).isEqualTo(TEXT);
  }

  @Test
  protected void shouldCopyWithoutMetadata() throws IOException {
    // Given
    WrittenObject source = other().write(key("from"), Body.of(bytes("content")), TEXT);

    // When
    store().copy(other(), key("from"), source.etag(), 7, key("to"), Attributes.ofType("text/csv"));

    // Then
    assertThat(store().stat(key("to")).orElseThrow().attributes())
        .isEqualTo(Attributes.ofType("text/csv"));
  }

  @Test
  protected void shouldCopyNothingThatChanged() throws IOException {
    // Given
    WrittenObject before = other().write(key("from"), Body.of(bytes("before")), Attributes.NONE);
    other().write(key("from"), Body.of(bytes("after!")), Attributes.NONE);

    // When, Then
    assertThat(reason(() -> store().copy(other(), key("from"), before.etag(), 6, key("to"), TEXT)))
        .isEqualTo(Reason.CHANGED);
    assertThat(store().stat(key("to"))).isEmpty();
  }

  @Test
  void shouldSayThatThereIsNothingToCopy() throws IOException {
    String etag = "5d41402abc4b2a76b9719d911017c592";
    assertThat(reason(() -> store().copy(other(), key("none"), etag, 5, key("to"), TEXT)))
        .isEqualTo(Reason.NOT_FOUND);
  }

  @Test
  void shouldCopyBetweenOddKeys() throws IOException {
    for (String name : Keys.ODD) {
      WrittenObject source = other().write(key(name), Body.of(bytes(name)), Attributes.NONE);
      store()
          .copy(
              other(),
              key(name),
              source.etag(),
              bytes(name).length,
              key("copy/" + name),
              Attributes.NONE);
      assertThat(read(key("copy/" + name))).as(name).isEqualTo(name);
    }
  }

  @Test
  void shouldKeepMetadataThatIsNotAscii() throws IOException {
    // Given
    Attributes odd =
        new Attributes(
            "application/x-odd",
            Map.of(
                "umlaut",
                "Größe 日本 \uD83D\uDE00",
                "spaces",
                "  two  spaces ",
                "looks-encoded",
                "=?UTF-8?B?w7w=?=",
                "punctuation",
                "a,b;c=\"d\"%41+"));

    // When
    store().write(key("a"), Body.of(bytes("a")), odd);

    // Then
    assertThat(store().stat(key("a")).orElseThrow().attributes()).isEqualTo(odd);
  }

  @Test
  protected void shouldHoldKeysThatNoFileSystemDoes() throws IOException {
    holdsAndCopies(Keys.OBJECTS_ONLY);
  }

  @Test
  protected void shouldHoldObjectsThatLookLikeFolders() throws IOException {
    holdsAndCopies(Keys.FOLDERS);
  }

  @Test
  protected void shouldDeleteManyKeysThatNoFileSystemHolds() throws IOException {
    // Given
    List<String> keys =
        Stream.concat(Keys.OBJECTS_ONLY.stream(), Keys.FOLDERS.stream()).map(this::key).toList();
    for (String key : keys) {
      store().write(key, Body.of(bytes("x")), Attributes.NONE);
    }
    store().write(key("beside/y"), Body.of(bytes("y")), Attributes.NONE);
    assertThat(store().inTheWay(key("beside")).hasNext()).isFalse();

    // When, Then
    assertThat(store().delete(keys)).isEmpty();
    assertThat(names("")).containsExactly("beside/y");
  }

  @Test
  protected void shouldDeleteManyKeysThatXmlCannotHold() throws IOException {
    // Given
    List<String> names = List.of("c\u0001", "c\u001f", "c\t", "c\n", "c\r", "c\uFFFE", "c");
    for (String name : names) {
      store().write(key("x/" + name), Body.of(bytes("x")), Attributes.NONE);
    }

    // When, Then
    assertThat(store().delete(names.stream().map(name -> key("x/" + name)).toList())).isEmpty();
    assertThat(names("x/")).isEmpty();
  }

  private void holdsAndCopies(List<String> names) throws IOException {
    for (String name : names) {
      WrittenObject written =
          store().write(key("o/" + name), Body.of(bytes(name)), Attributes.NONE);
      assertThat(read(key("o/" + name))).as(name).isEqualTo(name);
      store()
          .copy(
              store(),
              key("o/" + name),
              written.etag(),
              bytes(name).length,
              key("p/" + name),
              Attributes.NONE);
      assertThat(read(key("p/" + name))).as(name).isEqualTo(name);
    }
    assertThat(names("o/")).containsExactlyInAnyOrderElementsOf(names);
    assertThat(names("p/")).containsExactlyInAnyOrderElementsOf(names);
  }
}
