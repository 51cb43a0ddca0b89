package io.spillway.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.Location;
import io.spillway.Settings;
import io.spillway.ledger.ExportId;
import io.spillway.store.Attributes;
import io.spillway.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixTest {
  private static final Location ELSEWHERE = Location.parse("s3://lake/repo");
  private static final Stores STORES =
      new Stores(Settings.of(Map.of("fs.s3a.endpoint", "http://127.0.0.1:1")));

  @TempDir Path temp;

  @Test
  void shouldTellAWorkerThatSeesTheDriversFolderFromOneThatDoesNot() throws IOException {
    // Given: the same path on two machines is two folders
    Prefix driver = folder("driver", "one");
    Prefix worker = folder("worker", "one");

    // When
    driver.raiseFlag();

    // Then
    assertThat(driver.isShared()).isTrue();
    assertThat(worker.isShared()).isFalse();
  }

  @Test
  void shouldNotTakeTheFlagOfAnotherRunForItsOwn() throws IOException {
    folder("out", "one").raiseFlag();

    assertThat(folder("out", "two").isShared()).isFalse();
  }

  @Test
  void shouldAskNothingOfAnObjectStoreThatAllWorkersShare() throws IOException {
    // Given: nobody listens there
    Prefix bucket = prefix("s3://bucket/root");

    // When
    bucket.raiseFlag();

    // Then
    assertThat(bucket.isShared()).isTrue();
  }

  @Test
  void shouldSweepItsOwnTemporaryFilesAlone() throws IOException {
    // Given
    Prefix ended = folder("out", "one");
    Prefix running = folder("out", "two");
    ended.raiseFlag();
    running.raiseFlag();
    Path data = Files.writeString(temp.resolve("out/data"), "x");

    // When
    ended.sweep();

    // Then
    assertThat(running.isShared()).isTrue();
    assertThat(data).exists();
    assertThat(temp.resolve("out/_spillway/exports/one")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_spillway",
        "_spillway/",
        "_spillway/exports/x",
        "EXPORT_c1_2026-11-21T09:15:42.118Z_SUCCESS",
        "EXPORT_c1_20261121T091542.118Z_FAILURE"
      })
  void shouldObjectToNamesThatSpillwayKeepsForItself(String path) {
    assertThat(objection(prefix("s3://bucket/root"), path)).isPresent();
    assertThat(objection(folder("out", "one"), path)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_spillway2/x",
        "a/_spillway/x",
        "_SPILLWAY",
        "a/EXPORT_c1_2026-11-21T09:15:42.118Z_SUCCESS",
        "EXPORT_c1_2026-11-21T09:15:42.118Z",
        "_SUCCESS"
      })
  void shouldNotObjectToNamesThatOnlyLookLikeThem(String path) {
    assertThat(objection(prefix("s3://bucket/root"), path)).isEmpty();
    assertThat(objection(folder("out", "one"), path)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "s3://lake/, repo/data/x, true",
    "s3a://lake/, repo, true",
    "s3://lake/, repo2/x, false",
    "s3://other/, repo/data/x, false",
    "s3://lake/exports, repo/data/x, false"
  })
  void shouldObjectToKeysThatFallIntoTheSourcesOwnStorage(
      String root, String path, boolean objects) {
    assertThat(objection(prefix(root), path).isPresent()).isEqualTo(objects);
  }

  @Test
  void shouldObjectToKeysThatAreTooLongWithTheirPrefix() {
    // Given: in UTF-8 each of these has two bytes
    String half = "ü".repeat(509);

    // When, then
    assertThat(objection(prefix("s3://bucket/root"), half)).isEmpty();
    assertThat(objection(prefix("s3://bucket/root"), half + "xy"))
        .hasValueSatisfying(why -> assertThat(why).contains("1,025", "1,024"));
    assertThat(objection(prefix("s3://bucket"), half + "xyz")).isEmpty();
  }

  @Test
  void shouldTakeKeysOnAnObjectStoreAsTheyStand() {
    Prefix root = prefix("s3://bucket/some root/");

    for (String path : new String[] {"../up", "/a//b/", ".", "s3a://other/x", "a\nb"}) {
      assertThat(objection(root, path)).as(path).isEmpty();
      assertThat(root.key(path)).isEqualTo("some root/" + path);
    }
    assertThat(prefix("s3://bucket").key("/a")).isEqualTo("/a");
  }

  private static Optional<String> objection(Prefix prefix, String path) {
    return prefix.objection(path, Attributes.NONE);
  }

  private static Prefix prefix(String root) {
    return prefix(Location.parse(root), "one");
  }

  private Prefix folder(String name, String export) {
    return prefix(Location.ofFolder(temp.resolve(name)), export);
  }

  private static Prefix prefix(Location root, String export) {
    return Prefix.of(root.asRoot(), ELSEWHERE, STORES, new ExportId(export, Instant.EPOCH));
  }
}
