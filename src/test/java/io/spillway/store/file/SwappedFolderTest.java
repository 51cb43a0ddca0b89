package io.spillway.store.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenWrite;
import io.spillway.store.StoreException;
import io.spillway.store.StoredObject;
import io.spillway.store.Stores;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another process puts a symbolic link where a folder was, at the worst moment. */
class SwappedFolderTest {
  private @TempDir Path folder;
  private Path root;
  private Path outside;
  private final FolderCache cache = new FolderCache(System::nanoTime, later -> {});

  @BeforeEach
  void makeFolders() throws IOException {
    root = Files.createDirectories(folder.toRealPath().resolve("out"));
    outside = Files.createDirectories(folder.toRealPath().resolve("outside"));
  }

  private ObjectStore store(FolderTree.NameCheck nameCheck) throws IOException {
    return FileStore.open(
        Path.of("/"),
        settings(),
        names -> new FolderTree(names, FolderHandle::open, nameCheck, cache),
        UnforcedWrites.INSTANCE);
  }

  private ObjectStore store() throws IOException {
    return store(ExactNames::isExact);
  }

  /** As on platforms without handles of folders. */
  private ObjectStore storeByPaths() throws IOException {
    return FileStore.open(
        Path.of("/"),
        settings(),
        names ->
            new FolderTree(
                names,
                path -> {
                  FolderHandle.open(path).close();
                  return new PathFolder(path);
                },
                ExactNames::isExact,
                cache),
        UnforcedWrites.INSTANCE);
  }

  private Settings settings() {
    Location location = Location.parse("file://" + root);
    return new Stores(Settings.of(Map.of())).within(location, "_spillway/tmp").settings();
  }

  private String key(String name) {
    return root.toString().substring(1) + "/" + name;
  }

  private void swap(String name) throws IOException {
    Path victim = root.resolve(name);
    if (Files.exists(victim)) {
      Files.move(victim, folder.resolve("moved-" + victim.getFileName()));
    }
    Files.createDirectories(victim.getParent());
    Files.createSymbolicLink(victim, outside);
  }

  private List<String> filesOutside() throws IOException {
    try (Stream<Path> walk = Files.walk(outside)) {
      return walk.filter(path -> !path.equals(outside))
          .map(path -> outside.relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  private interface Hook {
    void run() throws IOException;
  }

  /** Does something when it is read. */
  private record Hooked(Hook hook) implements Body {
    @Override
    public long size() {
      return 1;
    }

    @Override
    public InputStream open() throws IOException {
      hook.run();
      return new ByteArrayInputStream(new byte[1]);
    }
  }

  @Test
  void shouldNotWriteThroughALinkThatCameWhileTheBodyWasRead() throws IOException {
    for (ObjectStore store : List.of(store(), storeByPaths())) {
      for (String swapped : List.of("a", "a/b", "a/b/c")) {
        // Given
        makeFolders();
        store.write(key("a/b/c/old"), Body.of(new byte[1]), Attributes.NONE);

        // When, Then
        assertThatThrownBy(
                () ->
                    store.write(key("a/b/c/new"), new Hooked(() -> swap(swapped)), Attributes.NONE))
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("/a/b/c/new")
            .hasMessageContaining("symbolic link " + root.resolve(swapped));
        assertThat(filesOutside()).as(swapped).isEmpty();
        clear();
      }
    }
  }

  @Test
  void shouldNotMakeFoldersThroughALinkThatCameWhileTheBodyWasRead() throws IOException {
    for (ObjectStore store : List.of(store(), storeByPaths())) {
      makeFolders();
      assertThatThrownBy(
              () -> store.write(key("a/b/c/new"), new Hooked(() -> swap("a")), Attributes.NONE))
          .hasMessageContaining("symbolic link " + root.resolve("a"));
      assertThat(filesOutside()).isEmpty();
      clear();
    }
  }

  @Test
  void shouldNotCommitThroughALink() throws IOException {
    for (ObjectStore store : List.of(store(), storeByPaths())) {
      makeFolders();
      store.write(key("a/old"), Body.of(new byte[1]), Attributes.NONE);
      try (OpenWrite open = store.begin(key("a/new"), Attributes.NONE)) {
        open.write(1);
        swap("a");
        assertThatThrownBy(open::commit).hasMessageContaining("symbolic link");
      }
      assertThat(filesOutside()).isEmpty();
      clear();
    }
  }

  @Test
  void shouldWriteIntoTheFolderThatItCheckedWhenItIsSwappedJustThen() throws IOException {
    // Given
    requireHandles();
    ObjectStore quiet = store();
    quiet.write(key("a/x"), Body.of("old".getBytes(UTF_8)), Attributes.NONE);
    Files.writeString(outside.resolve("x"), "outside");

    // When: between the check and the rename
    ObjectStore store = store(swapping("a", "x"));
    store.write(key("a/x"), Body.of("new".getBytes(UTF_8)), Attributes.NONE);

    // Then
    assertThat(outside.resolve("x")).hasContent("outside");
    assertThat(folder.resolve("moved-a/x")).hasContent("new");
    assertThatThrownBy(() -> quiet.write(key("a/x"), Body.of(new byte[1]), Attributes.NONE))
        .hasMessageContaining("symbolic link");
  }

  @Test
  void shouldReadAndDeleteWhatItCheckedWhenTheFolderIsSwappedJustThen() throws IOException {
    requireHandles();
    for (String what : List.of("read", "delete", "stat")) {
      // Given
      makeFolders();
      store().write(key("a/x"), Body.of("inside".getBytes(UTF_8)), Attributes.NONE);
      Files.writeString(outside.resolve("x"), "something outside");
      ObjectStore store = store(swapping("a", "x"));

      // When
      switch (what) {
        case "read" -> {
          try (var open = store.open(key("a/x"), 0)) {
            assertThat(open.stream().readAllBytes()).asString().isEqualTo("inside");
          }
        }
        case "delete" -> store.delete(key("a/x"));
        default -> assertThat(store.stat(key("a/x")).orElseThrow().size()).isEqualTo(6);
      }

      // Then
      assertThat(outside.resolve("x")).as(what).hasContent("something outside");
      clear();
    }
  }

  @Test
  void shouldNotListThroughALinkThatCameAfterTheFolderAboveWasRead() throws IOException {
    for (ObjectStore store : List.of(store(), storeByPaths())) {
      // Given
      makeFolders();
      store.write(key("a"), Body.of(new byte[1]), Attributes.NONE);
      store.write(key("b"), Body.of(new byte[1]), Attributes.NONE);
      store.write(key("c/x"), Body.of(new byte[1]), Attributes.NONE);
      Files.writeString(outside.resolve("secret"), "x");

      // When
      Iterator<StoredObject> listing = store.list(key(""));
      List<String> names = new ArrayList<>(List.of(listing.next().key()));
      swap("c");
      listing.forEachRemaining(object -> names.add(object.key()));

      // Then
      assertThat(names).containsExactly(key("a"), key("b"));
      clear();
    }
  }

  @Test
  void shouldNotRemoveFoldersThroughALink() throws IOException {
    // Given
    requireHandles();
    store().write(key("a/b/x"), Body.of(new byte[1]), Attributes.NONE);
    Files.createDirectories(outside.resolve("b"));

    // When: the folder of the file that is deleted is checked, then swapped
    store(swapping("a", "x")).delete(key("a/b/x"));

    // Then
    assertThat(filesOutside()).containsExactly("b");
  }

  @Test
  void shouldTakeBackALinkThatWasMadeElsewhere() throws IOException {
    // Given
    requireHandles();
    FileNames names = new FileNames(new Location("file", "", ""), Path.of("/"), Optional.of(root));
    FolderTree tree = new FolderTree(names, FolderHandle::open, ExactNames::isExact, cache);
    FileWriter writer =
        new FileWriter(
            names,
            new FileErrors(new Location("file", "", "")),
            tree,
            Optional.of(root.resolve("_spillway/tmp")),
            (link, existing) -> {
              swap("a");
              return Files.createLink(link, existing);
            },
            UnforcedWrites.INSTANCE);
    Files.createDirectories(root.resolve("a"));

    // When, Then
    assertThatThrownBy(() -> writer.create("a/x", root.resolve("a/x"), new byte[1]))
        .hasMessageContaining("replaced meanwhile");
    assertThat(filesOutside()).isEmpty();
  }

  @Test
  void shouldNotWriteIntoAFolderThatWasMovedAway() throws IOException {
    // Given
    ObjectStore store = store();
    store.write(key("a/b/1"), Body.of(new byte[1]), Attributes.NONE);
    Files.move(root.resolve("a"), folder.resolve("moved"));

    // When
    store.write(key("a/b/2"), Body.of(new byte[1]), Attributes.NONE);

    // Then
    assertThat(root.resolve("a/b/2")).exists();
    assertThat(folder.resolve("moved/b/2")).doesNotExist();
  }

  @Test
  void shouldNotReachALedgerThroughALink() throws IOException {
    // Given: whoever may write at the root has linked the folder of the records away
    Files.createSymbolicLink(root.resolve("_spillway"), outside);
    Location location = Location.parse("file://" + root);
    ObjectStore ledger = new Stores(Settings.of(Map.of())).confined(location).open(location);

    // When, Then
    assertThatThrownBy(
            () -> ledger.create(key("_spillway/lease/1.json"), new byte[1], Attributes.NONE))
        .hasMessageContaining("symbolic link " + root.resolve("_spillway"));
    assertThat(filesOutside()).isEmpty();
  }

  private FolderTree.NameCheck swapping(String swapped, String when) {
    boolean[] done = {false};
    return (handle, name) -> {
      boolean exact = ExactNames.isExact(handle, name);
      if (name.equals(when) && !done[0]) {
        done[0] = true;
        swap(swapped);
      }
      return exact;
    };
  }

  private void requireHandles() throws IOException {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(root)) {
      assumeTrue(
          stream instanceof SecureDirectoryStream, "this platform has no handles of folders");
    }
  }

  private void clear() throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(folder)) {
          Files.delete(path);
        }
      }
    }
  }
}
