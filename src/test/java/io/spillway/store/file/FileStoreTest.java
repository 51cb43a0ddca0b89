package io.spillway.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.FolderNames;
import io.spillway.store.NotDeleted;
import io.spillway.store.ObjectStore;
import io.spillway.store.ObjectStoreContract;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.StoredObject;
import io.spillway.store.Stores;
import io.spillway.store.TestGuard;
import io.spillway.store.Writing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest extends ObjectStoreContract {
  private @TempDir Path folder;
  private Path root;
  private ObjectStore store;

  @BeforeEach
  void open() throws IOException {
    root = folder.toRealPath().resolve("out");
    store = storeWithin(root);
  }

  /** Opens a store as exports do. */
  ObjectStore storeWithin(Path root) throws IOException {
    Location location = Location.parse("file://" + root);
    return new Stores(Settings.of(Map.of())).within(location, "_spillway/tmp").open(location);
  }

  @Override
  protected ObjectStore store() {
    return store;
  }

  @Override
  protected ObjectStore guardedBy(TestGuard guard) {
    Location location = Location.parse("file://" + root);
    return new Stores(Settings.of(Map.of()))
        .within(location, "_spillway/tmp")
        .guardedBy(guard.reference())
        .open(location);
  }

  @Override
  protected String key(String name) {
    return root.toString().substring(1) + "/" + name;
  }

  @Test
  void shouldTellThatItForcesNothing() {
    // Given
    Location location = Location.parse("file://" + root);
    Settings unforced = Settings.of(Map.of()).with(Writing.FSYNC, "false");

    // When, Then: a resumed export must not trust what was not forced
    assertThat(new Stores(unforced).open(location).chosenForWrites())
        .isEqualTo(Map.of("fsync", "false"));
    assertThat(store.chosenForWrites()).isEmpty();
  }

  @Test
  void shouldRefuseNamesThatAFileSystemWouldChange() throws IOException {
    for (String name :
        List.of(
            "a//b",
            "a/",
            "/a",
            "a/./b",
            "a/../b",
            "..",
            "../out2/x",
            "a\0b",
            "n".repeat(256),
            "ä".repeat(128),
            "")) {
      StoreException refusal = refusal(key(name));
      assertThat(refusal.reason()).as(name).isEqualTo(Reason.UNFIT);
      assertThat(refusal)
          .hasMessageStartingWith("A file system cannot hold file:///")
          .hasMessageContaining(name);
      assertThat(store.stat(key(name))).as(name).isEmpty();
      assertThat(reason(() -> store.open(key(name), 0))).isEqualTo(Reason.NOT_FOUND);
      store.delete(key(name));
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void shouldRefuseAFolderWhereAFileShouldBeAndTheOtherWayRound() throws IOException {
    // Given
    store.write(key("a/b"), Body.of(bytes("b")), Attributes.NONE);
    store.write(key("f"), Body.of(bytes("f")), Attributes.NONE);

    // When, Then
    assertThat(refusal(key("a"))).hasMessageContaining("there is a folder of that name");
    assertThat(refusal(key("f/g/h")))
        .hasMessageContaining("needs a folder where there is the file " + root.resolve("f"));
    assertThat(reason(() -> store.create(key("a"), bytes("x"), Attributes.NONE)))
        .isEqualTo(Reason.UNFIT);
    assertThat(store.stat(key("f/g/h"))).isEmpty();
    assertThat(store.stat(key("a"))).isEmpty();
    assertThat(files()).containsExactly("a/b", "f");
  }

  @Test
  void shouldNotLeaveTheRootThroughALink() throws IOException {
    // Given
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "secret");
    Files.createDirectories(root);
    Files.createSymbolicLink(root.resolve("link"), outside);
    Files.createSymbolicLink(root.resolve("file"), outside.resolve("secret"));

    // When, Then
    assertThat(refusal(key("link/x")))
        .hasMessageContaining("symbolic link " + root.resolve("link"));
    assertThat(reason(() -> store.create(key("link/x"), bytes("x"), Attributes.NONE)))
        .isEqualTo(Reason.UNFIT);
    assertThat(store.stat(key("link/secret"))).isEmpty();
    assertThat(names("")).isEmpty();
    store.delete(key("link/secret"));
    store.write(key("file"), Body.of(bytes("x")), Attributes.NONE);
    assertThat(outside.resolve("secret")).hasContent("secret");
    assertThat(outside.resolve("x")).doesNotExist();
    assertThat(root.resolve("file")).isRegularFile().hasContent("x");
  }

  @Test
  void shouldReachTheRootThroughALink() throws IOException {
    // Given
    Path real = Files.createDirectories(folder.resolve("real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    ObjectStore linked = storeWithin(link.resolve("out"));

    // When
    linked.write(link.toString().substring(1) + "/out/a/b", Body.of(bytes("b")), Attributes.NONE);

    // Then
    assertThat(real.resolve("out/a/b")).hasContent("b");
  }

  @Test
  void shouldRemoveFoldersThatBecomeEmptyButNotTheRoot() throws IOException {
    // Given
    store.write(key("a/b/c"), Body.of(bytes("c")), Attributes.NONE);

    // When
    store.delete(key("a/b/c"));

    // Then
    assertThat(root.resolve("a")).doesNotExist();
    store.write(key("a"), Body.of(bytes("a")), Attributes.NONE);
    store.delete(key("a"));
    assertThat(root).isDirectory();
  }

  @Test
  void shouldLetUnfinishedFilesBeSwept() throws IOException {
    // Given
    Path leftover = root.resolve("_spillway/tmp/crashed");
    Files.createDirectories(leftover.getParent());
    Files.writeString(leftover, "half");

    // When
    store.list(key("_spillway/tmp/")).forEachRemaining(object -> delete(object.key()));
    store.write(key("a"), Body.of(bytes("a")), Attributes.NONE);
    store.delete(key("_spillway/tmp"));

    // Then
    assertThat(root.resolve("_spillway")).doesNotExist();
    assertThat(files()).containsExactly("a");
  }

  @Test
  void shouldTakeUnfinishedNeighboursForNoObjects() throws IOException {
    // Given
    ObjectStore plain = new Stores(Settings.of(Map.of())).open(Location.parse("file:///"));
    plain.write(key("a"), Body.of(bytes("a")), Attributes.NONE);
    assertThat(files()).containsExactly("a");

    // When
    Files.writeString(root.resolve(FolderNames.temporary()), "half");

    // Then
    assertThat(names("")).containsExactly("a");
    assertThat(refusal(key(FolderNames.temporary())).reason()).isEqualTo(Reason.UNFIT);
  }

  @Test
  void shouldGiveFilesTheUsualRights() throws IOException {
    store.write(key("a"), Body.of(bytes("a")), Attributes.NONE);
    Path usual = Files.writeString(folder.resolve("usual"), "x");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("a"))))
        .isEqualTo(PosixFilePermissions.toString(Files.getPosixFilePermissions(usual)));
  }

  @Test
  void shouldWriteNextToADeleteThatPrunes() throws Exception {
    for (int i = 0; i < 200; i++) {
      String name = "p/" + (i % 2) + "/x";
      store.write(key(name + "/old"), Body.of(bytes("old")), Attributes.NONE);
      together(
          List.of(
              () -> store.write(key(name + "/new"), Body.of(bytes("new")), Attributes.NONE),
              () -> {
                store.delete(key(name + "/old"));
                return null;
              }));
      assertThat(read(key(name + "/new"))).isEqualTo("new");
      store.delete(key(name + "/new"));
    }
  }

  @Test
  void shouldNameTheFilesThatItCannotDelete() throws IOException {
    // Given: a file that nobody can delete, root neither
    String stubborn = "proc/self/status";
    assumeTrue(Files.exists(Path.of("/" + stubborn)));
    store.write(key("a"), Body.of(bytes("a")), Attributes.NONE);
    store.write(key("d/b"), Body.of(bytes("b")), Attributes.NONE);

    // When
    List<NotDeleted> left = store.delete(List.of(key("a"), stubborn, key("d/b"), key("a//c")));

    // Then
    assertThat(left).extracting(NotDeleted::key).containsExactly(stubborn);
    assertThat(left.get(0).reason()).startsWith("Cannot delete file:///" + stubborn + ": ");
    assertThat(files()).isEmpty();
    assertThat(root.resolve("d")).doesNotExist();
  }

  @Test
  void shouldNotHaveWhatIsTooLongForThePathsOfThisSystem() throws IOException {
    String key = key(("n".repeat(200) + "/").repeat(30) + "n");
    assertThat(store.stat(key)).isEmpty();
    assertThat(store.delete(List.of(key))).isEmpty();
    assertThat(refusal(key).reason()).isEqualTo(Reason.UNFIT);
  }

  @Test
  void shouldReadNoFolderThatLiesBefore() throws IOException {
    // Given
    for (String name : List.of("a/1", "b/1", "b/c/1", "b/c/2", "b/d/1", "c/1", "c.txt")) {
      store.write(key(name), Body.of(bytes("x")), Attributes.NONE);
    }
    List<String> read = new ArrayList<>();
    FileNames names = new FileNames(new Location("file", "", ""), Path.of("/"), Optional.of(root));
    FolderTree tree = new FolderTree(names);
    Folders folders =
        new Folders(
            names,
            new FileErrors(new Location("file", "", "")),
            folder -> {
              read.add(root.relativize(folder).toString());
              return tree.at(folder);
            });

    // When
    Iterator<StoredObject> listing = folders.list(root, "", "b/c/1");

    // Then
    assertThat(listing.next().key()).isEqualTo(key("b/c/2"));
    assertThat(read).startsWith("", "b", "b/c").doesNotContain("a", "c");
    listing.forEachRemaining(object -> assertThat(object.key()).isGreaterThan(key("b/c/2")));
    assertThat(read).containsExactly("", "b", "b/c", "b/d", "c");
  }

  @Test
  void shouldFindTheFileWhereAFolderShouldBe() throws IOException {
    // Given
    store.write(key("a/b"), Body.of(bytes("b!")), Attributes.NONE);

    // When, Then
    for (String name : List.of("a/b/c", "a/b/c/d/e")) {
      List<StoredObject> found = inTheWay(key(name));
      assertThat(found).hasSize(1);
      assertThat(found.get(0)).isEqualTo(store.stat(key("a/b")).orElseThrow());
    }
    store.delete(key("a/b"));
    store.write(key("a/b/c"), Body.of(bytes("c")), Attributes.NONE);
    assertThat(files()).containsExactly("a/b/c");
  }

  @Test
  void shouldFindTheFilesBelowAFolderOfTheKeysName() throws IOException {
    // Given
    for (String name : List.of("a/b/1", "a/b/2/x", "a/b/3", "a/b.txt", "a/c")) {
      store.write(key(name), Body.of(bytes("x")), Attributes.NONE);
    }

    // When
    List<String> found = new ArrayList<>();
    store
        .inTheWay(key("a/b"))
        .forEachRemaining(
            object -> {
              found.add(object.key());
              delete(object.key());
            });

    // Then
    assertThat(found).containsExactly(key("a/b/1"), key("a/b/2/x"), key("a/b/3"));
    store.write(key("a/b"), Body.of(bytes("b")), Attributes.NONE);
    assertThat(files()).containsExactly("a/b", "a/b.txt", "a/c");
  }

  @Test
  void shouldFindNothingInTheWayOutsideTheRoot() throws IOException {
    // Given
    Path outside = Files.createDirectories(folder.toRealPath().resolve("outside"));
    Files.writeString(outside.resolve("file"), "x");
    Files.createDirectories(root.resolve("folder"));
    Files.createSymbolicLink(root.resolve("link"), outside);
    String prefix = outside.toString().substring(1);
    ObjectStore free = stores().open(Location.parse("file:///"));

    // When, Then
    assertThat(inTheWay(prefix)).isEmpty();
    assertThat(inTheWay(prefix + "/file/x")).isEmpty();
    assertThat(inTheWay(root.toString().substring(1))).isEmpty();
    assertThat(inTheWay(key("link"))).isEmpty();
    assertThat(inTheWay(key("link/file/x"))).isEmpty();
    assertThat(inTheWay(key("folder"))).as("an empty folder").isEmpty();
    assertThat(inTheWay(key("a//b"))).isEmpty();
    assertThat(free.inTheWay(prefix).next().key()).isEqualTo(prefix + "/file");
    assertThat(free.inTheWay(prefix + "/file/x").next().key()).isEqualTo(prefix + "/file");
  }

  @Test
  void shouldFindTheRootsOwnFileInNobodysWay() throws IOException {
    Files.writeString(root, "a file where the root should be");
    assertThat(inTheWay(key("a"))).isEmpty();
    assertThat(inTheWay(key("a/b"))).isEmpty();
  }

  private List<StoredObject> inTheWay(String key) throws IOException {
    List<StoredObject> found = new ArrayList<>();
    store.inTheWay(key).forEachRemaining(found::add);
    return found;
  }

  @Test
  void shouldOpenOnlyLocationsOfThisMachine() {
    assertThat(
            catchThrowableOfType(
                io.spillway.base.SpillwayException.class,
                () -> stores().open(Location.parse("file://host/a"))))
        .hasMessageContaining("write three slashes");
  }

  private static Stores stores() {
    return new Stores(Settings.of(Map.of()));
  }

  private void delete(String key) {
    try {
      store.delete(key);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private StoreException refusal(String key) {
    return catchThrowableOfType(
        StoreException.class, () -> store.write(key, Body.of(bytes("x")), Attributes.NONE));
  }

  private List<String> files() throws IOException {
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(Files::isRegularFile)
          .map(path -> root.relativize(path).toString())
          .sorted()
          .toList();
    }
  }
}
