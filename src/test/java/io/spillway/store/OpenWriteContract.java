package io.spillway.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.store.StoreException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every store promises of writes of unknown size, and what the rest of the contract uses. */
public abstract class OpenWriteContract {
  protected static final Attributes TEXT =
      new Attributes("text/plain", Map.of("owner", "team-a", "note", "hello world"));

  /** The store under test. */
  protected abstract ObjectStore store();

  /** A whole key that no other test uses. */
  protected abstract String key(String name);

  /** Sizes in bytes at which the store may do something else. */
  protected List<Integer> sizes() {
    return List.of(1, 65_536, 65_537, (3 << 20) + 1);
  }

  @Test
  void shouldShowNothingOfAWriteBeforeItIsCommitted() throws IOException {
    // Given
    String key = key("w/a.txt");

    try (OpenWrite write = store().begin(key, TEXT)) {
      // When
      write.write(bytes("hel"));
      write.write('l');
      write.write(bytes("Hello!"), 4, 1);

      // Then
      assertThat(store().stat(key)).isEmpty();

      // When
      WrittenObject written = write.commit();

      // Then
      StoredObject stored = store().stat(key).orElseThrow();
      assertThat(written.size()).isEqualTo(5);
      assertThat(written.etag()).isEqualTo(stored.etag());
      assertThat(stored.size()).isEqualTo(5);
      assertThat(stored.attributes()).isEqualTo(kept(TEXT));
      assertThat(read(key)).isEqualTo("hello");
    }
    assertThat(read(key)).as("closing after a commit does nothing").isEqualTo("hello");
    assertThat(names("")).containsExactly("w/a.txt");
  }

  @Test
  void shouldReplaceWithAWriteWhatWasThere() throws IOException {
    // Given
    String key = key("a");
    store().write(key, Body.of(bytes("first and longer")), TEXT);

    // When
    try (OpenWrite write = store().begin(key, Attributes.NONE)) {
      write.write(bytes("second"));
      assertThat(read(key)).isEqualTo("first and longer");
      write.commit();
    }

    // Then
    assertThat(read(key)).isEqualTo("second");
  }

  @Test
  void shouldHoldWritesOfAnySize() throws IOException {
    for (int size : sizes()) {
      // Given
      byte[] content = new byte[size];
      new Random(size).nextBytes(content);
      String key = key("size/" + size);

      // When: in pieces as a writer of files makes them
      WrittenObject written;
      try (OpenWrite write = store().begin(key, TEXT)) {
        for (int from = 0; from < size; from += 300_007) {
          write.write(content, from, Math.min(300_007, size - from));
        }
        written = write.commit();
      }

      // Then
      assertThat(written.size()).as("%s", size).isEqualTo(size);
      assertThat(store().stat(key).orElseThrow().attributes()).isEqualTo(kept(TEXT));
      try (OpenObject opened = store().open(key, 0)) {
        assertThat(Digests.md5Hex(opened.stream().readAllBytes()))
            .as("%s", size)
            .isEqualTo(Digests.md5Hex(content));
      }
    }
  }

  @Test
  void shouldCommitAnEmptyObject() throws IOException {
    String key = key("empty");
    try (OpenWrite write = store().begin(key, Attributes.NONE)) {
      write.write(new byte[0]);
      assertThat(write.commit().size()).isZero();
    }
    assertThat(store().stat(key).orElseThrow().size()).isZero();
    assertThat(read(key)).isEmpty();
  }

  @Test
  void shouldLeaveNothingOfAWriteThatIsClosedWithoutACommit() throws IOException {
    for (int size : sizes()) {
      // Given
      store().write(key("a"), Body.of(bytes("before")), Attributes.NONE);

      // When
      for (String name : List.of("a", "w/b")) {
        try (OpenWrite write = store().begin(key(name), Attributes.NONE)) {
          write.write(new byte[size]);
        }
      }

      // Then
      assertThat(read(key("a"))).isEqualTo("before");
      assertThat(names("")).as("%s", size).containsExactly("a");
    }
  }

  @Test
  void shouldEndAWriteOnce() throws IOException {
    // Given
    String key = key("a");
    OpenWrite committed = store().begin(key, Attributes.NONE);
    committed.write(bytes("once"));
    committed.commit();
    OpenWrite closed = store().begin(key, Attributes.NONE);
    closed.write(bytes("never"));
    closed.close();

    // When, Then
    for (OpenWrite ended : List.of(committed, closed)) {
      assertThatThrownBy(ended::commit).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> ended.write(1)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> ended.write(bytes("more")))
          .isInstanceOf(IllegalStateException.class);
      ended.close();
    }
    assertThat(read(key)).isEqualTo("once");
  }

  @Test
  void shouldHoldManyWritesOpenAtOnce() throws IOException {
    // Given
    int size = sizes().get(1);
    Deque<OpenWrite> open = new ArrayDeque<>();
    try {
      // When: one thread does it all, so that nobody can go on for another
      for (int i = 0; i < 12; i++) {
        OpenWrite write = store().begin(key("many/" + i), Attributes.NONE);
        open.add(write);
        write.write(new byte[size]);
        store().write(key("besides/" + i), Body.of(bytes("x")), Attributes.NONE);
      }
      for (OpenWrite write : open) {
        assertThat(write.commit().size()).isEqualTo(size);
      }
    } finally {
      while (!open.isEmpty()) {
        open.remove().close();
      }
    }

    // Then
    assertThat(names("many/")).hasSize(12);
    assertThat(names("besides/")).hasSize(12);
  }

  /** The attributes, as far as the store keeps any. */
  protected Attributes kept(Attributes attributes) {
    return store().keepsAttributes() ? attributes : Attributes.NONE;
  }

  /** The names, after the last slash of the given one, of what is listed with that prefix. */
  protected List<String> names(String prefix) throws IOException {
    String whole = key(prefix);
    int from = key(prefix.substring(0, prefix.indexOf('/') + 1)).length();
    List<String> names = new ArrayList<>();
    Iterator<StoredObject> listed = store().list(whole);
    listed.forEachRemaining(object -> names.add(object.key().substring(from)));
    return names;
  }

  protected String read(String key) throws IOException {
    return read(store(), key);
  }

  protected static String read(ObjectStore store, String key) throws IOException {
    try (OpenObject opened = store.open(key, 0);
        InputStream stream = opened.stream()) {
      return new String(stream.readAllBytes(), UTF_8);
    }
  }

  protected static Reason reason(ThrowingCallable call) {
    return catchThrowableOfType(StoreException.class, call).reason();
  }

  protected static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /** What the calls return, made by sixteen threads at once. */
  protected static <T> List<T> together(List<? extends Callable<T>> calls) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(new ArrayList<Callable<T>>(calls))) {
        results.add(result.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
