package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Sandbox;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.testing.Cli;
import io.spillway.testing.Folder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDB;

/** No room on the local disk: processes that may write no file larger than so. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class FullDiskIT {
  private static final int OBJECTS = 400;
  private static final int LIMIT_KIB = 64;

  @TempDir Path temp;

  @Test
  void shouldSayThatTheDiskIsFullAndHowToTakeAnotherForTheRangesOfACommit() throws Exception {
    try (Sandbox sandbox = Sandbox.start(Sandbox.options())) {
      // Given: RocksDB's library is there, and there is no room for a range
      commit(sandbox);
      Folder out = new Folder(temp.resolve("out"));

      // When
      Cli.Ended ended =
          Cli.local()
              .with(sandbox)
              .with("java.library.path", library().toString())
              .limitingFiles(LIMIT_KIB)
              .run("example", out.uri(), "--branch=main");

      // Then
      assertThat(ended.exitCode()).as(ended.output() + ended.errors()).isNotZero();
      assertThat(ended.output())
          .as(ended.errors())
          .contains("Cannot keep range ", "File too large", "-Djava.io.tmpdir");
      assertThat(out.markers()).noneMatch(marker -> marker.endsWith("_SUCCESS"));
      assertThat(out.objects()).isEmpty();
    }
  }

  @Test
  void shouldListTheCommitWhenThereIsNoRoomForRocksDb() throws Exception {
    try (Sandbox sandbox = Sandbox.start(Sandbox.options())) {
      // Given
      commit(sandbox);
      Folder out = new Folder(temp.resolve("out"));

      // When
      Cli.Ended ended =
          Cli.local()
              .with(sandbox)
              .limitingFiles(LIMIT_KIB)
              .run("example", out.uri(), "--branch=main");

      // Then
      assertThat(ended.exitCode()).as(ended.output() + ended.errors()).isZero();
      assertThat(ended.errors()).contains("RocksDB's native library cannot be loaded here");
      assertThat(out.objects()).hasSize(OBJECTS);
    }
  }

  /** So many that the range takes more than the limit. */
  private static void commit(Sandbox sandbox) {
    Branch main = sandbox.createRepository("example").branch("main");
    Random random = new Random(1);
    for (int i = 0; i < OBJECTS; i++) {
      byte[] noise = new byte[300];
      random.nextBytes(noise);
      String note = HexFormat.of().formatHex(noise);
      main.put(
          "k/" + i,
          Body.of(("content " + i).getBytes(StandardCharsets.UTF_8)),
          new Attributes("text/plain", Map.of("note", note)));
    }
    main.commit("m");
  }

  /** A folder with RocksDB's library, so that nothing need be unpacked. */
  private Path library() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("library"));
    for (String name :
        new String[] {"librocksdbjni-linux64.so", "librocksdbjni-osx-x86_64.jnilib"}) {
      try (InputStream packed = RocksDB.class.getResourceAsStream("/" + name)) {
        if (packed != null) {
          Files.copy(packed, folder.resolve(name));
        }
      }
    }
    return folder;
  }
}
