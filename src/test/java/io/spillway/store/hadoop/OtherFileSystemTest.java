package io.spillway.store.hadoop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.base.SpillwayException;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any file system that Hadoop serves, and how it is chosen and opened. */
class OtherFileSystemTest {
  private @TempDir Path folder;
  private Location root;
  private ObjectStore store;

  @BeforeEach
  void open() throws IOException {
    root = Location.parse("madeup://here" + folder.toRealPath() + "/out");
    store = stores("s1").within(root, "_spillway/tmp").open(root);
  }

  private static Stores stores(String secret) {
    return new Stores(
        Settings.of(
            Map.of("fs.madeup.impl", MadeUpFiles.class.getName(), MadeUpFiles.SETTING, secret)));
  }

  private String key(String name) {
    return root.resolve(name).path();
  }

  @Test
  void shouldServeWhatTheSettingsOrTheClassPathName() {
    assertThat(stores("x").serves("madeup")).isTrue();
    Stores plain = new Stores(Settings.of(Map.of()));
    assertThat(plain.serves("hdfs")).isTrue();
    for (String scheme : List.of("madeup", "gs", "abfss", "local", "gopher", "http", "https")) {
      assertThat(plain.serves(scheme)).as(scheme).isFalse();
    }
    assertThatThrownBy(() -> plain.open(Location.parse("gs://b/x")))
        .isInstanceOf(SpillwayException.class)
        .hasMessage(
            "Nothing here reads or writes gs://: put Hadoop's connector on Spark's class path, or"
                + " use s3://BUCKET/PREFIX or file:///DIRECTORY.");
    assertThatThrownBy(() -> plain.open(Location.parse("gopher://b/x")))
        .hasMessage(
            "Nothing here reads or writes gopher://: use s3://BUCKET/PREFIX or file:///DIRECTORY.");
  }

  @Test
  void shouldLeaveToOtherStoresWhatIsTheirs() {
    Settings settings =
        Settings.of(
            Map.of(
                "fs.s3a.impl", MadeUpFiles.class.getName(),
                "fs.file.impl", MadeUpFiles.class.getName()));
    for (String location : List.of("s3a://b/x", "file:///x")) {
      assertThat(new Stores(settings).open(Location.parse(location)))
          .isNotInstanceOf(HadoopStore.class);
    }
  }

  @Test
  void shouldWriteReadListAndDelete() throws IOException {
    // When
    for (String name : List.of("a/b", "a.x", "a/a:b", "c")) {
      store.write(key(name), Body.of(name.getBytes(UTF_8)), Attributes.NONE);
    }
    store.write(key("c"), Body.of("again".getBytes(UTF_8)), Attributes.NONE);

    // Then
    assertThat(names("")).containsExactly("a.x", "a/a:b", "a/b", "c");
    assertThat(names("a/a:")).containsExactly("a/a:b");
    assertThat(read(key("c"))).isEqualTo("again");
    assertThat(store.delete(List.of(key("a/b"), key("a/a:b"), key("none")))).isEmpty();
    store.delete(key("_spillway/tmp"));
    assertThat(onDisk()).containsExactly("a.x", "c");
    assertThat(folder.resolve("out/a")).doesNotExist();
  }

  @Test
  void shouldCreateByItsOwnNameWhatIsNotThere() throws IOException {
    assertThat(store.create(key("x/lease"), "mine".getBytes(UTF_8), Attributes.NONE)).isTrue();
    assertThat(store.create(key("x/lease"), "theirs".getBytes(UTF_8), Attributes.NONE)).isFalse();
    assertThat(read(key("x/lease"))).isEqualTo("mine");
    assertThat(onDisk()).containsExactly("x/lease");
    assertThat(
            catchThrowableOfType(
                    StoreException.class,
                    () -> store.create(key("x"), new byte[1], Attributes.NONE))
                .reason())
        .isEqualTo(Reason.UNFIT);
  }

  @Test
  void shouldNotMixSettingsAndOpenOncePerSettings() throws IOException {
    // Given
    List<String> before = MadeUpFiles.opened();

    // When
    for (String secret : List.of("m1", "m2", "m1")) {
      stores(secret).open(root).stat(key("a"));
      stores(secret).within(root, "_spillway/tmp-" + secret).open(root).stat(key("a"));
    }

    // Then
    List<String> opened = new ArrayList<>(MadeUpFiles.opened());
    before.forEach(opened::remove);
    assertThat(opened).containsExactlyInAnyOrder("m1", "m2");
  }

  @Test
  void shouldOpenAContainerWithSettingsOfItsOwn() throws IOException {
    // Given
    Stores both =
        stores("m3").with(root, Settings.of(Map.of(MadeUpFiles.SETTING, "m4"))).within(root, "tmp");
    Location other = Location.parse("madeup://there/" + root.path());

    // When
    both.open(root).stat(key("a"));
    both.open(other).stat(key("a"));

    // Then
    assertThat(MadeUpFiles.opened()).containsSubsequence("m4", "m3");
  }

  @Test
  void shouldSayWhyItDoesNotOpenAndTryAgain() throws IOException {
    ObjectStore wrong = stores("wrong").open(root);
    for (int i = 0; i < 2; i++) {
      StoreException refusal =
          catchThrowableOfType(StoreException.class, () -> wrong.stat(key("a")));
      assertThat(refusal.reason()).isEqualTo(Reason.DENIED);
      assertThat(refusal).hasMessage("Hadoop cannot open madeup://here/: wrong secret.");
    }
  }

  @Test
  void shouldTellWhenAFileEndsEarly() throws IOException {
    // Given
    store.write(key("a"), Body.of(new byte[100_000]), Attributes.NONE);

    // When
    try (OpenObject open = store.open(key("a"), 10)) {
      Files.write(folder.toRealPath().resolve("out/a"), new byte[50]);
      StoreException broken =
          catchThrowableOfType(StoreException.class, () -> open.stream().readAllBytes());

      // Then
      assertThat(broken.reason()).isEqualTo(Reason.UNKNOWN);
      assertThat(broken)
          .hasMessageStartingWith("Reading " + root.resolve("a") + " broke off after");
    }
  }

  private List<String> names(String prefix) throws IOException {
    List<String> names = new ArrayList<>();
    store
        .list(key(prefix))
        .forEachRemaining(object -> names.add(object.key().substring(key("").length())));
    return names;
  }

  private String read(String key) throws IOException {
    try (OpenObject open = store.open(key, 0)) {
      return new String(open.stream().readAllBytes(), UTF_8);
    }
  }

  private List<String> onDisk() throws IOException {
    Path out = folder.resolve("out");
    try (Stream<Path> walk = Files.walk(out)) {
      return walk.filter(Files::isRegularFile)
          .map(path -> out.relativize(path).toString())
          .sorted()
          .toList();
    }
  }
}
