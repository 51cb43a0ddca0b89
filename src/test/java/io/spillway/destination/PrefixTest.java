package io.spillway.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.ledger.ExportId;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.FaultyStore;
import io.spillway.store.ForwardingStore;
import io.spillway.store.NotDeleted;
import io.spillway.store.ObjectStore;
import io.spillway.store.RequestKind;
import io.spillway.store.StoreException;
import io.spillway.store.Stores;
import io.spillway.store.TestStores;
import io.spillway.store.memory.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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

  private static final String TEMPORARY =
      "root/_spillway/exports/" + new ExportId("one", Instant.EPOCH) + "/tmp";

  @TempDir Path temp;

  @Test
  void shouldTellAWorkerThatSeesTheDriversFolderFromOneThatDoesNot() throws IOException {
    // Given: the same path on two machines is two folders
    Prefix driver = folder("driver", "one");
    Prefix worker = folder("worker", "one");

    // When
    driver.raiseFlag();

    // Then
    assertThatCode(driver::requireShared).doesNotThrowAnyException();
    assertThatThrownBy(worker::requireShared).hasMessageContaining(" does not see the driver\'s ");
  }

  @Test
  void shouldNotTakeTheFlagOfAnotherRunForItsOwn() throws IOException {
    folder("out", "one").raiseFlag();

    assertThatThrownBy(folder("out", "two")::requireShared)
        .hasMessageContaining(" does not see the driver\'s ");
  }

  @Test
  void shouldAskNothingOfAnObjectStoreThatAllWorkersShare() throws IOException {
    // Given: nobody listens there
    Prefix bucket = prefix("s3://bucket/root");

    // When
    bucket.raiseFlag();

    // Then
    assertThatCode(bucket::requireShared).doesNotThrowAnyException();
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
    assertThatCode(running::requireShared).doesNotThrowAnyException();
    assertThat(data).exists();
    assertThat(temp.resolve("out/_spillway/exports/one")).doesNotExist();
  }

  @Test
  void shouldSweepManyObjectsWithFewRequests() throws IOException {
    // Given
    Counting store = new Counting(new MemoryStore("bucket"));
    String folder = TEMPORARY;
    for (int i = 0; i < 2_001; i++) {
      store.write(folder + "/" + i, Body.of(new byte[0]), Attributes.NONE);
    }
    store.write(folder + "-two/x", Body.of(new byte[0]), Attributes.NONE);

    // When
    try (TestStores.Registration registration =
        TestStores.register(Location.parse("s3://sweep/"), store)) {
      assertThat(registration).isNotNull();
      prefix("s3://sweep/root").sweep();
    }

    // Then
    assertThat(store.batches).containsExactly(1_000, 1_000, 1);
    assertThat(store.list("").next().key()).isEqualTo(folder + "-two/x");
  }

  @Test
  void shouldSayWhatItCannotSweep() throws IOException {
    // Given
    FaultyStore store = new FaultyStore(new MemoryStore("bucket"));
    String key = TEMPORARY + "/x";
    store.write(key, Body.of(new byte[0]), Attributes.NONE);
    store.inject(FaultyStore.Fault.DENIED, RequestKind.DELETE, key::equals);

    // When, Then
    try (TestStores.Registration registration =
        TestStores.register(Location.parse("s3://sweep/"), store)) {
      assertThat(registration).isNotNull();
      assertThatThrownBy(() -> prefix("s3://sweep/root").sweep())
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(key);
    }
  }

  /** Notes how many objects are deleted at once. */
  private static final class Counting extends ForwardingStore {
    private final List<Integer> batches = new ArrayList<>();

    Counting(ObjectStore inner) {
      super(inner);
    }

    @Override
    public List<NotDeleted> delete(Collection<String> keys) throws IOException {
      batches.add(keys.size());
      return super.delete(keys);
    }
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
