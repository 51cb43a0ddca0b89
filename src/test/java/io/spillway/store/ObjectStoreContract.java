package io.spillway.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.store.StoreException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every store promises. Each test has keys of its own, below {@link #key}. */
public abstract class ObjectStoreContract extends ListingContract {
  /** Odd names that the store takes as they stand. */
  protected List<String> oddNames() {
    return Keys.ODD;
  }

  @Test
  void shouldReadBackWhatWasWritten() throws IOException {
    // Given
    String key = key("a/b.txt");

    // When
    WrittenObject written = store().write(key, Body.of(bytes("hello")), TEXT);

    // Then
    StoredObject stored = store().stat(key).orElseThrow();
    assertThat(written.size()).isEqualTo(5);
    assertThat(stored.key()).isEqualTo(key);
    assertThat(stored.size()).isEqualTo(5);
    assertThat(stored.etag()).isEqualTo(written.etag());
    assertThat(stored.attributes()).isEqualTo(kept(TEXT));
    assertThat(read(key)).isEqualTo("hello");
    try (OpenObject opened = store().open(key, 0)) {
      assertThat(opened.object()).isEqualTo(stored);
    }
  }

  @Test
  void shouldTagWithTheMd5OfTheContentOrNotAtAll() throws IOException {
    WrittenObject written = store().write(key("a"), Body.of(bytes("hello")), Attributes.NONE);
    assertThat(written.opaqueEtag()).isFalse();
    assertThat(written.etag()).isIn("", "5d41402abc4b2a76b9719d911017c592");
  }

  @Test
  void shouldReplaceContentAndAttributes() throws IOException {
    // Given
    String key = key("a");
    store().write(key, Body.of(bytes("first and longer")), TEXT);

    // When
    store().write(key, Body.of(bytes("second")), Attributes.ofType("application/json"));

    // Then
    assertThat(read(key)).isEqualTo("second");
    assertThat(store().stat(key).orElseThrow().attributes())
        .isEqualTo(kept(Attributes.ofType("application/json")));
  }

  @Test
  void shouldHoldAnEmptyObject() throws IOException {
    String key = key("empty");
    store().write(key, Body.of(new byte[0]), Attributes.NONE);
    assertThat(store().stat(key).orElseThrow().size()).isZero();
    assertThat(read(key)).isEmpty();
  }

  @Test
  void shouldReadFromAByteOn() throws IOException {
    // Given
    String key = key("a");
    store().write(key, Body.of(bytes("0123456789")), Attributes.NONE);

    // When, Then
    try (OpenObject opened = store().open(key, 7)) {
      assertThat(new String(opened.stream().readAllBytes(), UTF_8)).isEqualTo("789");
      assertThat(opened.object().size()).isEqualTo(10);
    }
    try (OpenObject opened = store().open(key, 10)) {
      assertThat(opened.stream().readAllBytes()).isEmpty();
      assertThat(opened.object().size()).isEqualTo(10);
    }
    assertThat(reason(() -> store().open(key, 11))).isEqualTo(Reason.REFUSED);
  }

  @Test
  void shouldListTheFoldersOfOneLevel() throws IOException {
    // Given: names that sort around the slash, objects beside folders, and folders in folders
    for (String name :
        List.of("b/x/y/z", "b/x.y", "b.c/1", "a/1", "a/2", "a0/1", "a1", "a!/1", "\u00e9/1", "c")) {
      store().write(key("level/" + name), Body.of(bytes("x")), Attributes.NONE);
    }
    store().write(key("levels/d/1"), Body.of(bytes("x")), Attributes.NONE);

    // When, Then
    assertThat(store().folders(key("level/")))
        .containsExactly("a!", "a", "a0", "b.c", "b", "\u00e9");
    assertThat(store().folders(key("level/b/"))).containsExactly("x");
    assertThat(store().folders(key("level/a/"))).isEmpty();
    assertThat(store().folders(key("nowhere/"))).isEmpty();
  }

  @Test
  void shouldReadOnOnlyWhileTheTagIsTheSame() throws IOException {
    // Given
    String key = key("ten");
    store().write(key, Body.of(bytes("0123456789")), Attributes.NONE);
    String etag = store().stat(key).orElseThrow().etag();

    // When, Then: a store without tags cannot promise it
    if (!etag.isEmpty()) {
      try (OpenObject opened = store().open(key, 3, etag)) {
        assertThat(opened.stream().readAllBytes()).isEqualTo(bytes("3456789"));
      }
      store().write(key, Body.of(bytes("9876543210")), Attributes.NONE);
    }
    assertThat(reason(() -> store().open(key, 3, etag))).isEqualTo(Reason.CHANGED);
    assertThat(reason(() -> store().open(key, 3, ""))).isEqualTo(Reason.CHANGED);
  }

  @Test
  void shouldWriteABodyWhoseMd5IsKnown() throws IOException {
    for (int size : List.of(0, 5, (3 << 20) + 1)) {
      // Given
      byte[] content = new byte[size];
      new Random(size).nextBytes(content);
      String key = key("known" + size);

      // When
      WrittenObject written = store().write(key, Bodies.knowing(content), TEXT);

      // Then
      assertThat(written.size()).isEqualTo(size);
      assertThat(store().stat(key).orElseThrow().attributes()).isEqualTo(kept(TEXT));
      try (OpenObject opened = store().open(key, 0)) {
        assertThat(opened.stream().readAllBytes()).isEqualTo(content);
      }
    }
  }

  @Test
  void shouldSayThatThereIsNoObject() throws IOException {
    assertThat(store().stat(key("none"))).isEmpty();
    assertThat(reason(() -> store().open(key("none"), 0))).isEqualTo(Reason.NOT_FOUND);
    assertThatThrownBy(() -> store().open(key("none"), 0))
        .hasMessageContaining(store().container().resolve(key("none")).toString());
  }

  @Test
  void shouldRefuseABodyOfAnotherLengthAndLeaveWhatWasThere() throws IOException {
    for (int size : List.of(4, 6, 20 << 20)) {
      // Given
      String key = key("a");
      store().write(key, Body.of(bytes("before")), Attributes.NONE);

      // When
      StoreException refusal =
          catchThrowableOfType(
              StoreException.class,
              () -> store().write(key, Bodies.claiming(size, bytes("12345")), Attributes.NONE));

      // Then
      assertThat(refusal.reason()).isEqualTo(Reason.REFUSED);
      assertThat(refusal).hasMessageContaining(size + " bytes");
      assertThat(read(key)).isEqualTo("before");
      assertThat(names("")).containsExactly("a");
    }
  }

  @Test
  void shouldPassOnWhatABodyThrowsAndLeaveWhatWasThere() throws IOException {
    for (int size : List.of(1 << 20, 20 << 20)) {
      // Given
      String key = key("a");
      store().write(key, Body.of(bytes("before")), Attributes.NONE);

      // When, Then
      assertThatThrownBy(
              () -> store().write(key, Bodies.breakingAt(size - 1, size), Attributes.NONE))
          .isSameAs(Bodies.BROKEN);
      assertThat(read(key)).isEqualTo("before");
      assertThat(names("")).containsExactly("a");
    }
  }

  @Test
  void shouldWriteAnObjectOfManyBuffers() throws IOException {
    // Given
    byte[] content = new byte[(20 << 20) + 17];
    new Random(1).nextBytes(content);
    String key = key("big");

    // When
    WrittenObject written = store().write(key, Body.of(content), TEXT);

    // Then
    assertThat(written.size()).isEqualTo(content.length);
    assertThat(store().stat(key).orElseThrow().size()).isEqualTo(content.length);
    assertThat(store().stat(key).orElseThrow().attributes()).isEqualTo(kept(TEXT));
    try (OpenObject opened = store().open(key, 0)) {
      assertThat(Digests.md5Hex(opened.stream().readAllBytes())).isEqualTo(Digests.md5Hex(content));
    }
  }

  @Test
  void shouldCloseEarlyAndReadAgain() throws IOException {
    // Given
    String key = key("big");
    store().write(key, Body.of(new byte[8 << 20]), Attributes.NONE);

    // When
    for (int i = 0; i < 20; i++) {
      try (OpenObject opened = store().open(key, 0)) {
        assertThat(opened.stream().read()).isZero();
      }
    }

    // Then
    try (OpenObject opened = store().open(key, 0)) {
      assertThat(opened.stream().readAllBytes()).hasSize(8 << 20);
    }
  }

  @Test
  protected void shouldCreateOnlyWhatIsNotThere() throws IOException {
    String key = key("x/lease");
    assertThat(store().create(key, bytes("mine"), TEXT)).isTrue();
    assertThat(store().create(key, bytes("theirs"), Attributes.NONE)).isFalse();
    assertThat(store().create(key, bytes("mine"), Attributes.NONE)).isFalse();
    assertThat(read(key)).isEqualTo("mine");
    assertThat(store().stat(key).orElseThrow().attributes()).isEqualTo(kept(TEXT));
  }

  @Test
  protected void shouldLetOneOfManyCreate() throws Exception {
    for (int round = 0; round < 10; round++) {
      String key = key("lease-" + round);
      List<Callable<Boolean>> creators = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        byte[] content = bytes("creator " + i);
        creators.add(() -> store().create(key, content, Attributes.NONE));
      }
      List<Boolean> made = together(creators);
      assertThat(made).containsOnlyOnce(true);
      assertThat(read(key)).isEqualTo("creator " + made.indexOf(true));
    }
  }

  @Test
  void shouldNeverShowHalfAnObject() throws Exception {
    // Given
    String key = key("a");
    byte[] one = "1".repeat(3 << 20).getBytes(UTF_8);
    byte[] two = "2".repeat(1 << 20).getBytes(UTF_8);
    store().write(key, Body.of(one), Attributes.NONE);
    AtomicBoolean done = new AtomicBoolean();

    // When
    Callable<Integer> writing =
        () -> {
          for (int i = 0; i < 20; i++) {
            store().write(key, Body.of(i % 2 == 0 ? two : one), Attributes.NONE);
          }
          done.set(true);
          return 0;
        };
    Callable<Integer> reading =
        () -> {
          int halves = 0;
          while (!done.get()) {
            try (OpenObject opened = store().open(key, 0)) {
              byte[] seen = opened.stream().readAllBytes();
              byte[] whole = seen.length > 0 && seen[0] == '1' ? one : two;
              halves += Arrays.equals(seen, whole) && opened.object().size() == seen.length ? 0 : 1;
            }
          }
          return halves;
        };

    // Then
    assertThat(together(List.of(writing, reading, reading))).containsOnly(0);
  }

  @Test
  void shouldNeverShowHalfOfWhatIsCreated() throws Exception {
    // Given
    byte[] content = "1".repeat(1 << 20).getBytes(UTF_8);
    AtomicInteger made = new AtomicInteger();

    // When
    Callable<Integer> creating =
        () -> {
          for (int i = 0; i < 20; i++) {
            made.set(i);
            store().create(key("c" + i), content, Attributes.NONE);
          }
          made.set(-1);
          return 0;
        };
    Callable<Integer> reading =
        () -> {
          int halves = 0;
          for (int i = made.get(); i >= 0; i = made.get()) {
            try (OpenObject opened = store().open(key("c" + i), 0)) {
              halves += opened.stream().readAllBytes().length == content.length ? 0 : 1;
            } catch (StoreException e) {
              assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND);
            }
          }
          return halves;
        };

    // Then
    assertThat(together(List.of(creating, reading, reading))).containsOnly(0);
  }

  @Test
  void shouldDelete() throws IOException {
    // Given
    store().write(key("d/a"), Body.of(bytes("a")), Attributes.NONE);
    store().write(key("d/b"), Body.of(bytes("b")), Attributes.NONE);

    // When
    store().delete(key("d/a"));
    store().delete(key("d/a"));
    store().delete(key("d"));
    store().delete(key("never/was"));

    // Then
    assertThat(store().stat(key("d/a"))).isEmpty();
    assertThat(names("")).containsExactly("d/b");
  }

  @Test
  void shouldDeleteManyAndNoOthers() throws Exception {
    // Given
    List<Callable<Object>> writes = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 1_003; i++) {
      String key = key("d/" + i);
      keys.add(key);
      writes.add(() -> store().write(key, Body.of(bytes("x")), Attributes.NONE));
    }
    together(writes);
    store().write(key("d/1004"), Body.of(bytes("x")), Attributes.NONE);
    keys.add(key("d/none"));
    keys.add(keys.get(0));

    // When, Then
    assertThat(store().delete(keys)).isEmpty();
    assertThat(names("d/")).containsExactly("1004");
    assertThat(store().delete(keys)).as("again").isEmpty();
    assertThat(store().delete(List.of())).isEmpty();
    assertThat(names("d/")).containsExactly("1004");
  }

  @Test
  void shouldDeleteManyOddNames() throws IOException {
    // Given
    List<String> keys = oddNames().stream().map(name -> key("odd/" + name)).toList();
    for (String key : keys) {
      store().write(key, Body.of(bytes("x")), Attributes.NONE);
    }

    // When, Then
    assertThat(store().delete(keys)).isEmpty();
    assertThat(names("odd/")).isEmpty();
  }

  @Test
  void shouldFindNothingInTheWayOfAnOrdinaryKey() throws IOException {
    // Given
    store().write(key("w/a"), Body.of(bytes("a")), Attributes.NONE);
    store().write(key("w/b/c"), Body.of(bytes("c")), Attributes.NONE);

    // When, Then
    for (String name : List.of("w/a", "w/d", "w/b/c", "w/b/d", "w/e/f", "x")) {
      assertThat(store().inTheWay(key(name)).hasNext()).as(name).isFalse();
    }
  }

  @Test
  void shouldTakeOddNamesAsTheyStand() throws IOException {
    for (String name : oddNames()) {
      String key = key("odd/" + name);
      store().write(key, Body.of(bytes(name)), Attributes.NONE);
      assertThat(read(key)).as(name).isEqualTo(name);
      assertThat(store().stat(key).orElseThrow().key()).isEqualTo(key);
    }
    assertThat(names("odd/")).containsExactlyInAnyOrderElementsOf(oddNames());
    for (String name : oddNames()) {
      store().delete(key("odd/" + name));
    }
    assertThat(names("odd/")).isEmpty();
  }
}
