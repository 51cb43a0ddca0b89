package io.spillway.store.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.FolderNames;
import io.spillway.store.Keys;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of stores over a real HDFS, and what is a file system's own. */
class HdfsStoreIT extends ObjectStoreContract {
  private static @TempDir java.nio.file.Path folder;
  private static MiniHdfs hdfs;
  private static FileSystem files;
  private static int roots;

  private Location root;
  private ObjectStore store;

  @BeforeAll
  static void startHdfs() throws IOException {
    hdfs = MiniHdfs.start(folder);
    files = hdfs.files();
  }

  @AfterAll
  static void closeHdfs() {
    hdfs.close();
  }

  @BeforeEach
  void open() {
    root = Location.parse(hdfs.uri() + "/data/out-" + ++roots);
    store = within(root);
  }

  private static ObjectStore within(Location root) {
    return stores().within(root, "_spillway/tmp").open(root);
  }

  private static Stores stores() {
    return new Stores(Settings.of(hdfs.settings()));
  }

  @Override
  protected ObjectStore store() {
    return store;
  }

  @Override
  protected ObjectStore guardedBy(TestGuard guard) {
    return stores().within(root, "_spillway/tmp").guardedBy(guard.reference()).open(root);
  }

  @Override
  protected String key(String name) {
    return root.resolve(name).path();
  }

  /** HDFS has no colons in names. */
  @Override
  protected List<String> oddNames() {
    return Keys.ODD.stream().filter(name -> name.indexOf(':') < 0).toList();
  }

  @Test
  void shouldRefuseNamesThatHdfsWouldChangeOrRefuse() throws IOException {
    for (String name :
        List.of(
            "a//b",
            "a/",
            "/a",
            "a/./b",
            "a/../b",
            "..",
            "../out2/x",
            "a:b",
            "s3://other/key",
            ".snapshot",
            "a/.snapshot/b",
            "a\0b",
            "n".repeat(256),
            "ä".repeat(128),
            "")) {
      StoreException refusal = refusal(key(name));
      assertThat(refusal.reason()).as(name).isEqualTo(Reason.UNFIT);
      assertThat(refusal).hasMessageContaining(root.resolve(name) + ": ");
      assertThat(store.stat(key(name))).as(name).isEmpty();
      assertThat(reason(() -> store.open(key(name), 0))).isEqualTo(Reason.NOT_FOUND);
      store.delete(key(name));
      assertThat(store.delete(List.of(key(name)))).isEmpty();
      assertThat(store.inTheWay(key(name)).hasNext()).isFalse();
    }
    assertThat(everything()).isEmpty();
  }

  @Test
  void shouldRefuseAFolderWhereAFileShouldBeAndTheOtherWayRound() throws IOException {
    // Given
    store.write(key("a/b"), Body.of(bytes("b")), Attributes.NONE);
    store.write(key("f"), Body.of(bytes("f")), Attributes.NONE);

    // When, Then
    assertThat(refusal(key("a")))
        .hasMessage(
            "A file system cannot hold %s: there is a folder of that name.", root.resolve("a"));
    assertThat(refusal(key("f/g/h")))
        .hasMessageContaining("needs a folder where there is the file " + root.resolve("f"));
    for (String name : List.of("a", "f/g", "f/g/h")) {
      assertThat(reason(() -> store.create(key(name), bytes("x"), Attributes.NONE)))
          .isEqualTo(Reason.UNFIT);
      assertThat(store.stat(key(name))).isEmpty();
      assertThat(reason(() -> store.open(key(name), 0))).isEqualTo(Reason.NOT_FOUND);
      store.delete(key(name));
    }
    assertThat(everything()).containsExactly("a/b", "f");
  }

  @Test
  void shouldRefuseAnEmptyFolderWhereAFileShouldBeUntilItIsDeleted() throws IOException {
    // Given
    files.mkdirs(new Path("/" + key("empty")));

    // When, Then
    assertThat(refusal(key("empty"))).hasMessageContaining("there is a folder of that name");
    store.delete(key("empty"));
    store.write(key("empty"), Body.of(bytes("x")), Attributes.NONE);
    assertThat(read(key("empty"))).isEqualTo("x");
  }

  @Test
  void shouldRemoveFoldersThatBecomeEmptyButNotTheRoot() throws IOException {
    // Given
    store.write(key("a/b/c"), Body.of(bytes("c")), Attributes.NONE);
    store.write(key("a/b/d/e"), Body.of(bytes("e")), Attributes.NONE);
    store.write(key("g"), Body.of(bytes("g")), Attributes.NONE);

    // When, Then
    store.delete(key("a/b/c"));
    assertThat(files.exists(new Path("/" + key("a/b/d")))).isTrue();
    assertThat(store.delete(List.of(key("a/b/d/e"), key("g")))).isEmpty();
    assertThat(files.exists(new Path("/" + key("a")))).isFalse();
    store.delete(key("_spillway/tmp"));
    assertThat(files.listStatus(new Path("/" + root.path()))).isEmpty();
  }

  @Test
  void shouldLeaveFoldersOutsideTheRootAlone() throws IOException {
    // Given
    String outside = "elsewhere-" + roots + "/a/b";
    ObjectStore plain = stores().open(root);
    plain.write(outside, Body.of(bytes("b")), Attributes.NONE);
    files.mkdirs(new Path("/elsewhere-" + roots + "/empty"));

    // When
    store.delete("elsewhere-" + roots + "/empty");
    store.delete(outside);

    // Then
    assertThat(files.exists(new Path("/elsewhere-" + roots + "/a"))).isTrue();
    assertThat(files.exists(new Path("/elsewhere-" + roots + "/empty"))).isTrue();
    assertThat(plain.stat(outside)).isEmpty();
  }

  @Test
  void shouldPutWhatIsUnfinishedIntoItsFolderOrHideIt() throws IOException {
    // Given
    List<String> seen = new ArrayList<>();
    Body watched = watched(() -> seen.addAll(everything()));

    // When
    store.write(key("a/b"), watched, Attributes.NONE);
    stores().open(root).write(key("c/d"), watched, Attributes.NONE);

    // Then
    assertThat(seen).hasSize(3).first().asString().matches("_spillway/tmp/[0-9a-f]{32}");
    assertThat(seen.get(2)).matches("c/\\.spillway-[0-9a-f]{32}\\.tmp");
    assertThat(names("")).containsExactly("a/b", "c/d");
    assertThat(refusal(key("c/" + FolderNames.temporary())).reason()).isEqualTo(Reason.UNFIT);
  }

  @Test
  void shouldForceBlocksToTheDisksOfDataNodesUnlessToldNotTo() throws Exception {
    // When
    long before = hdfs.syncs();
    store.write(key("forced"), Body.of(bytes("x")), Attributes.NONE);
    long forced = hdfs.syncs();
    new Stores(Writing.DEFAULT.withoutFsync().in(Settings.of(hdfs.settings())))
        .within(root, "_spillway/tmp")
        .open(root)
        .write(key("left to the system"), Body.of(bytes("x")), Attributes.NONE);

    // Then
    assertThat(forced).isGreaterThan(before);
    assertThat(hdfs.syncs()).isEqualTo(forced);
  }

  @Test
  void shouldLetUnfinishedFilesBeSwept() throws IOException {
    // Given
    try (var out = files.create(new Path("/" + key("_spillway/tmp/crashed")))) {
      out.write(1);
    }

    // When
    List<String> left = new ArrayList<>();
    store.list(key("_spillway/tmp/")).forEachRemaining(object -> left.add(object.key()));
    store.delete(left);
    store.delete(key("_spillway/tmp"));

    // Then
    assertThat(left).hasSize(1);
    assertThat(files.exists(new Path("/" + key("_spillway")))).isFalse();
  }

  @Test
  void shouldFindWhatIsInTheWay() throws IOException {
    // Given
    for (String name : List.of("a/b/1", "a/b/2/x", "a/b/3", "a/b.txt", "a/c")) {
      store.write(key(name), Body.of(bytes("x")), Attributes.NONE);
    }

    // When, Then
    assertThat(inTheWay("a/b")).containsExactly(key("a/b/1"), key("a/b/2/x"), key("a/b/3"));
    assertThat(inTheWay("a/c/d/e")).containsExactly(key("a/c"));
    assertThat(store.delete(inTheWay("a/b"))).isEmpty();
    store.write(key("a/b"), Body.of(bytes("b")), Attributes.NONE);
    assertThat(everything()).containsExactly("a/b", "a/b.txt", "a/c");
  }

  @Test
  void shouldFindNothingInTheWayOutsideTheRoot() throws IOException {
    files.mkdirs(new Path("/data"));
    stores().open(root).write("data/file", Body.of(bytes("x")), Attributes.NONE);
    for (String outside : List.of("data", root.path(), "data/file/x")) {
      assertThat(store.inTheWay(outside).hasNext()).as(outside).isFalse();
    }
    assertThat(stores().open(root).inTheWay("data/file/x").next().key()).isEqualTo("data/file");
  }

  @Test
  void shouldWriteNextToADeleteThatPrunes() throws Exception {
    for (int i = 0; i < 50; i++) {
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
  void shouldSayWhatTheRightsDoNotAllow() throws Exception {
    // Given: HDFS lets its own user do everything
    store.write(key("mine/a"), Body.of(bytes("a")), Attributes.NONE);
    files.setPermission(new Path("/" + key("mine")), new FsPermission((short) 0500));

    // When
    var stranger =
        org.apache.hadoop.security.UserGroupInformation.createUserForTesting(
            "stranger", new String[] {"strangers"});
    List<NotDeleted> left = new ArrayList<>();
    StoreException read =
        stranger.doAs(
            (java.security.PrivilegedExceptionAction<StoreException>)
                () -> {
                  // Other settings, so that it is opened as this user.
                  ObjectStore theirs =
                      new Stores(Settings.of(Map.of("fs.user.of.test", "stranger")))
                          .within(root, "_spillway/tmp")
                          .open(root);
                  left.addAll(theirs.delete(List.of(key("mine/a"))));
                  return catchThrowableOfType(
                      StoreException.class, () -> theirs.open(key("mine/a"), 0));
                });

    // Then
    assertThat(read.reason()).isEqualTo(Reason.DENIED);
    assertThat(read)
        .hasMessageStartingWith("Cannot read " + root.resolve("mine/a") + ": Permission denied")
        .hasMessageNotContaining("\n");
    assertThat(left).extracting(NotDeleted::key).containsExactly(key("mine/a"));
    assertThat(read(key("mine/a"))).isEqualTo("a");
  }

  private List<String> inTheWay(String name) throws IOException {
    List<String> found = new ArrayList<>();
    for (var it = store.inTheWay(key(name)); it.hasNext(); ) {
      StoredObject object = it.next();
      assertThat(object).isEqualTo(store.stat(object.key()).orElseThrow());
      found.add(object.key());
    }
    return found;
  }

  private interface Look {
    void run() throws IOException;
  }

  private static Body watched(Look look) {
    return new Body() {
      @Override
      public long size() {
        return 1;
      }

      @Override
      public java.io.InputStream open() throws IOException {
        look.run();
        return new java.io.ByteArrayInputStream(new byte[1]);
      }
    };
  }

  private StoreException refusal(String key) {
    return catchThrowableOfType(
        StoreException.class, () -> store.write(key, Body.of(bytes("x")), Attributes.NONE));
  }

  private List<String> everything() throws IOException {
    return List.copyOf(hdfs.everything(root.path()).keySet());
  }
}
