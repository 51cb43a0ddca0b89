package io.spillway.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many folders are held open, and for how long. */
class FolderCacheTest {
  private @TempDir Path folder;
  private Path root;
  private long now;
  private final Deque<Runnable> later = new ArrayDeque<>();
  private final List<Counted> handles = new ArrayList<>();
  private final FolderCache cache = new FolderCache(() -> now, later::add);
  private FolderTree tree;

  @BeforeEach
  void open() throws IOException {
    root = folder.toRealPath();
    FileNames names = new FileNames(new Location("file", "", ""), Path.of("/"), Optional.of(root));
    tree = new FolderTree(names, path -> counted(new PathFolder(path)), ExactNames::isExact, cache);
  }

  private Counted counted(FolderHandle inner) {
    Counted counted = new Counted(inner);
    handles.add(counted);
    return counted;
  }

  private long stillOpen() {
    return handles.stream().filter(one -> !one.closed).count();
  }

  @Test
  void shouldHoldOnlySoManyOpen() throws IOException {
    for (int i = 0; i < 3 * FolderCache.MOST; i++) {
      tree.make(root.resolve("d" + i), UnforcedWrites.INSTANCE).close();
    }
    assertThat(cache.size()).isEqualTo(FolderCache.MOST);
    assertThat(stillOpen()).isEqualTo(FolderCache.MOST);
  }

  @Test
  void shouldNotOpenAFolderAgainThatIsStillTheSame() throws IOException {
    tree.make(root.resolve("a/b"), UnforcedWrites.INSTANCE).close();
    for (int i = 0; i < 10; i++) {
      tree.at(root.resolve("a/b")).close();
    }
    assertThat(handles).hasSize(3);
  }

  @Test
  void shouldCloseWhatIsUsedOnlyAfterIt() throws IOException {
    // Given
    try (OpenFolder used = tree.make(root.resolve("a"), UnforcedWrites.INSTANCE)) {
      // When: many others come
      for (int i = 0; i < 2 * FolderCache.MOST; i++) {
        tree.make(root.resolve("d" + i), UnforcedWrites.INSTANCE).close();
      }

      // Then
      assertThat(((Counted) used.handle()).closed).isFalse();
    }
    assertThat(stillOpen()).isEqualTo(FolderCache.MOST);
  }

  @Test
  void shouldCloseWhatWasNotUsedForAWhile() throws IOException {
    // Given
    tree.make(root.resolve("a"), UnforcedWrites.INSTANCE).close();
    assertThat(later).hasSize(1);
    now += TimeUnit.SECONDS.toNanos(FolderCache.IDLE_SECONDS) - 1;
    tree.at(root).close();
    now += 1;

    // When, Then
    later.remove().run();
    assertThat(cache.size()).isEqualTo(1);
    assertThat(later).hasSize(1);
    now += TimeUnit.SECONDS.toNanos(FolderCache.IDLE_SECONDS);
    later.remove().run();
    assertThat(cache.size()).isZero();
    assertThat(stillOpen()).isZero();
    assertThat(later).as("nothing is left to look after").isEmpty();
  }

  @Test
  void shouldCloseAFolderThatAnotherHasReplaced() throws IOException {
    tree.make(root.resolve("a"), UnforcedWrites.INSTANCE).close();
    Files.delete(root.resolve("a"));
    Files.createDirectory(root.resolve("b"));
    Files.createDirectory(root.resolve("a"));
    tree.at(root.resolve("a")).close();
    assertThat(stillOpen()).isEqualTo(2);
  }

  /** Remembers whether it was closed. */
  private final class Counted extends ForwardingFolder {
    private boolean closed;

    Counted(FolderHandle inner) {
      super(inner);
    }

    @Override
    public FolderHandle open(String name) throws IOException {
      return counted(inner().open(name));
    }

    @Override
    public void close() throws IOException {
      closed = true;
      inner().close();
    }
  }
}
