package io.spillway.store.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenWrite;
import io.spillway.store.Stores;
import io.spillway.store.Urgent;
import io.spillway.store.Writing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a call returns, the power may be cut. */
class PowerCutTest {
  private @TempDir Path folder;
  private Path root;
  private final PowerCut disk = new PowerCut((content, at) -> {});
  private ObjectStore store;

  @BeforeEach
  void open() throws IOException {
    root = Files.createDirectory(folder.toRealPath().resolve("out"));
    store = store(disk);
  }

  private ObjectStore store(Durability durability) throws IOException {
    Location location = Location.parse("file://" + root);
    Settings settings =
        new Stores(Settings.of(Map.of())).within(location, "_spillway/tmp").settings();
    FolderCache cache = new FolderCache(System::nanoTime, later -> {});
    return FileStore.open(
        Path.of("/"),
        settings,
        names -> new FolderTree(names, FolderHandle::open, ExactNames::isExact, cache),
        durability);
  }

  private String key(String name) {
    return root.toString().substring(1) + "/" + name;
  }

  private List<String> survivors() throws IOException {
    List<String> found = new ArrayList<>();
    disk.survivors(root).forEach((name, bytes) -> found.add(name + "=" + new String(bytes, UTF_8)));
    return found;
  }

  private static Body body(String text) {
    return Body.of(text.getBytes(UTF_8));
  }

  @Test
  void shouldKeepWhatWasWrittenWithAllFoldersAboveIt() throws IOException {
    // When
    store.write(key("a/b/c"), body("1"), Attributes.NONE);
    store.write(key("a/b/c"), body("2"), Attributes.NONE);
    store.write(key("a/d"), body("3"), Attributes.NONE);
    boolean created = store.create(key("e/f"), "4".getBytes(UTF_8), Attributes.NONE);
    try (OpenWrite open = store.begin(key("g/h"), Attributes.NONE)) {
      open.write("5".getBytes(UTF_8));
      var unused = open.commit();
    }

    // Then
    assertThat(created).isTrue();
    assertThat(survivors()).contains("a/b/c=2", "a/d=3", "e/f=4", "g/h=5");
  }

  @Test
  void shouldForceTheFoldersThatAnotherProcessMade() throws IOException {
    // Given: whoever made them may have been killed before they were forced
    Files.createDirectories(root.resolve("a/b/c"));

    // When
    store.write(key("a/b/c/d"), body("1"), Attributes.NONE);

    // Then
    assertThat(survivors()).contains("a/b/c/d=1");
  }

  @Test
  void shouldForceTheRootThatItMakes() throws IOException {
    // Given
    Files.delete(root);

    // When
    store.write(key("a"), body("1"), Attributes.NONE);

    // Then
    assertThat(disk.survivors(folder.toRealPath())).containsKey("out/a");
  }

  @Test
  void shouldNotBringBackWhatWasDeleted() throws IOException {
    // Given
    for (String name : List.of("a/b/c", "a/b/d", "e", "f/g", "f/h")) {
      store.write(key(name), body("x"), Attributes.NONE);
    }

    // When
    store.delete(key("e"));
    assertThat(store.delete(List.of(key("a/b/c"), key("a/b/d"), key("f/g")))).isEmpty();

    // Then
    assertThat(survivors()).contains("f/h=x");
    assertThat(survivors()).noneMatch(one -> one.startsWith("a") || one.startsWith("e"));
    assertThat(survivors()).doesNotContain("f/g=x");
  }

  @Test
  void shouldForceADeleteThatAKilledProcessHasDone() throws IOException {
    // Given
    store.write(key("a/b"), body("x"), Attributes.NONE);
    store.write(key("a/c"), body("x"), Attributes.NONE);
    Files.delete(root.resolve("a/b"));

    // When
    store.delete(key("a/b"));

    // Then
    assertThat(survivors()).contains("a/c=x").doesNotContain("a/b=x");
  }

  @Test
  void shouldKeepWhatManyThreadsWroteSideBySide() throws Exception {
    // Given
    Map<String, byte[]> expected = new TreeMap<>();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<?>> written = new ArrayList<>();

    // When
    for (int i = 0; i < 200; i++) {
      String name = "d" + i % 7 + "/e" + i % 3 + "/" + i;
      expected.put(name, name.getBytes(UTF_8));
      written.add(
          threads.submit(
              () -> {
                store.write(key(name), body(name), Attributes.NONE);
                if (!disk.survivors(root).containsKey(name)) {
                  throw new IllegalStateException(name + " was acknowledged and would be lost");
                }
                return name;
              }));
    }
    for (Future<?> one : written) {
      assertThat(one.get()).isNotNull();
    }
    threads.shutdown();

    // Then
    Map<String, byte[]> kept = new TreeMap<>(disk.survivors(root));
    kept.keySet().removeIf(PowerCut::isOurs);
    assertThat(kept).usingRecursiveComparison().isEqualTo(expected);
  }

  @Test
  void shouldLeaveBeatsToTheSystem() throws IOException {
    // When
    Urgent.work(
            () -> {
              try {
                store.write(key("lease/1.beat"), body("beat"), Attributes.NONE);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .run();

    // Then
    assertThat(root.resolve("lease/1.beat")).hasContent("beat");
    assertThat(disk.survivors(root)).isEmpty();
  }

  @Test
  void shouldFailTheWriteWhoseForceFails() throws IOException {
    // Given
    ObjectStore broken =
        store(
            new ForwardingDurability() {
              @Override
              public void folder(FolderHandle folder) throws IOException {
                if (folder.path().endsWith("a")) {
                  throw new IOException("Input/output error");
                }
              }
            });

    // When, Then
    assertThatThrownBy(() -> broken.write(key("a/b"), body("x"), Attributes.NONE))
        .hasMessage("Cannot write file://" + root + "/a/b: Input/output error.");
    assertThatThrownBy(() -> broken.create(key("a/new"), new byte[1], Attributes.NONE))
        .hasMessage("Cannot write file://" + root + "/a/new: Input/output error.");
    assertThat(root.resolve("a/new")).doesNotExist();
    broken.write(key("c/b"), body("x"), Attributes.NONE);
  }

  @Test
  void shouldForceTheFolderAboveOneThatIsRemovedMeanwhile() throws IOException {
    // Given
    ObjectStore racing =
        store(
            new ForwardingDurability() {
              @Override
              public void folder(FolderHandle folder) throws IOException {
                if (folder.path().endsWith("a")) {
                  Files.deleteIfExists(folder.path().resolve("c"));
                  Files.deleteIfExists(folder.path());
                }
                super.folder(folder);
                disk.folder(folder);
              }
            });
    Files.createDirectories(root.resolve("a"));
    Files.writeString(root.resolve("a/b"), "x");
    Files.writeString(root.resolve("a/c"), "x");

    // When
    racing.delete(key("a/b"));

    // Then
    assertThat(survivors()).noneMatch(one -> one.startsWith("a"));
  }

  private static class ForwardingDurability implements Durability {
    @Override
    public void file(SeekableByteChannel file, Path path) throws IOException {
      ForcedWrites.INSTANCE.file(file, path);
    }

    @Override
    public void folder(FolderHandle folder) throws IOException {
      ForcedWrites.INSTANCE.folder(folder);
    }
  }

  @Test
  void shouldForceUnlessToldNotTo() {
    Settings none = Settings.of(Map.of());
    assertThat(FileStore.durability(none)).isSameAs(ForcedWrites.INSTANCE);
    assertThat(FileStore.durability(Writing.DEFAULT.in(none))).isSameAs(ForcedWrites.INSTANCE);
    assertThat(FileStore.durability(Writing.DEFAULT.withoutFsync().in(none)))
        .isSameAs(UnforcedWrites.INSTANCE);
  }

  @Test
  void shouldExcuseOnlySystemsThatCannotForceFolders() {
    assertThat(ForcedWrites.isUnsupported(new IOException("Invalid argument"))).isTrue();
    assertThat(ForcedWrites.isUnsupported(new IOException("Operation not supported"))).isTrue();
    assertThat(ForcedWrites.isUnsupported(new IOException("Function not implemented"))).isTrue();
    assertThat(ForcedWrites.isUnsupported(new IOException("Input/output error"))).isFalse();
    assertThat(ForcedWrites.isUnsupported(new IOException("No space left on device"))).isFalse();
    assertThat(ForcedWrites.isUnsupported(new IOException())).isFalse();
  }

  @Test
  void shouldWriteInAnInterruptedThreadAndLeaveTheInterrupt() throws IOException {
    // Given
    ObjectStore real = store(ForcedWrites.INSTANCE);
    boolean interrupted;

    // When
    Thread.currentThread().interrupt();
    try {
      real.write(key("a"), body("x"), Attributes.NONE);
      assertThat(real.create(key("b"), "y".getBytes(UTF_8), Attributes.NONE)).isTrue();
    } finally {
      interrupted = Thread.interrupted();
    }

    // Then
    assertThat(interrupted).isTrue();
    assertThat(root.resolve("a")).hasContent("x");
    assertThat(root.resolve("b")).hasContent("y");
  }
}
