package io.spillway;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.sandbox.Repo;
import io.spillway.sandbox.Sandbox;
import io.spillway.store.ObjectStore;
import io.spillway.store.Stores;
import io.spillway.store.file.FileStoreProvider;
import io.spillway.store.memory.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever happens to exports, in whatever order commits are exported: after the one that succeeds
 * the destination equals its commit, and one more run has nothing to do.
 */
class DyingExportsIT {
  static final List<String> OBJECTS =
      List.of(
          "a",
          "a/",
          "a/b",
          "a//b",
          "/a",
          "a!",
          "!",
          "a/_SUCCESS",
          "_SUCCESS",
          "..",
          "a b/%41",
          "\u00e9",
          "\u65e5/\u672c",
          "\uD83D\uDE00",
          "\uFFFD",
          "z",
          "z/z/z");

  /** Files that are the folders of others. */
  static final List<String> FILES =
      List.of(
          "a",
          "a/b",
          "a/b/c",
          "a/b/d",
          "a/c",
          "b",
          "b/x",
          "b/x/y",
          "b/_SUCCESS",
          "_SUCCESS",
          "\u00e9",
          "\u00e9/1",
          "z");

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static Sandbox sandbox;

  @BeforeContainer
  static void start() {
    Stores stores = new Stores(Settings.of(Map.of()));
    sandbox = Sandbox.start(Sandbox.options().ranges(3, 2).stores(stores));
  }

  @AfterContainer
  static void stop() {
    sandbox.close();
  }

  @Provide
  Arbitrary<Script> ofObjects() {
    return Script.scripts(OBJECTS);
  }

  @Provide
  Arbitrary<Script> ofFiles() {
    return Script.scripts(FILES);
  }

  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
  void shouldEqualTheCommitAfterTheExportThatSucceeds(@ForAll("ofObjects") Script script)
      throws IOException {
    playOnObjects(script);
  }

  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
  void shouldEqualTheCommitOnAFileSystemToo(@ForAll("ofFiles") Script script) throws IOException {
    playOnFiles(script);
  }

  static void playOnObjects(Script script) throws IOException {
    ObjectStore raw = new MemoryStore("dying-out-" + NUMBER.incrementAndGet());
    Location root = raw.container().resolve("some/root").asRoot();
    new Playing(sandbox, repository(), raw, root, script).play(script.acts());
  }

  static void playOnFiles(Script script) throws IOException {
    Path folder = Files.createTempDirectory("spillway-dying");
    try {
      Location root = Location.parse("file://" + folder).asRoot();
      Settings settings =
          Settings.of(Map.of())
              .with(Stores.FILE_ROOT, root.path())
              .with(Stores.TEMPORARY, root.resolve("_spillway/tmp").path());
      ObjectStore raw = new FileStoreProvider().open(root, settings);
      new Playing(sandbox, repository(), raw, root, script).play(script.acts());
    } finally {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private static Repo repository() {
    String name = "dying-" + NUMBER.incrementAndGet();
    return sandbox.createRepository(name, new Location("memory", "dying-lake", name));
  }
}
