package io.spillway.source.lakefs.metadata;

import static io.spillway.source.lakefs.api.MetadataKind.META_RANGE;
import static io.spillway.source.lakefs.api.MetadataKind.RANGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.base.Bytes;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.object.UnreadableFormatException;
import io.spillway.source.lakefs.api.FakeServer;
import io.spillway.source.lakefs.api.FakeServer.Answer;
import io.spillway.source.lakefs.api.FixtureStore;
import io.spillway.source.lakefs.api.FixtureStore.Bucket;
import io.spillway.source.lakefs.api.FixtureStore.Sent;
import io.spillway.source.lakefs.api.Fixtures;
import io.spillway.source.lakefs.api.LakeFsClient;
import io.spillway.source.lakefs.api.MetadataKind;
import io.spillway.source.lakefs.api.Repository;
import io.spillway.source.lakefs.metadata.MetadataFiles.Handle;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.Stores;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataFilesTest {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Stores STORES = new Stores(Settings.of(Map.of()));

  private final List<String> notices = new ArrayList<>();
  private FakeServer server;
  private Repository repository;
  private Bucket bucket;
  private String metaRange;

  @BeforeEach
  void start() throws IOException {
    String name = "bucket-" + NUMBER.incrementAndGet();
    bucket = FixtureStore.bucket(name);
    bucket.answers(key -> Sent.of(content(key)));
    metaRange = Fixtures.A.metaRangeId();
    server = new FakeServer().replay("metarange-a", "range-location");
    Location namespace = Location.parse("fixture://" + name + "/some/where");
    repository = new Repository("example", namespace, "", "main");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static byte[] content(String key) throws IOException {
    assertThat(key).startsWith("some/where/_lakefs/");
    return Files.readAllBytes(Fixtures.file("example", key.substring(key.lastIndexOf('/') + 1)));
  }

  @Test
  void shouldReadFromTheStorageAndAskForItsFolderOnce() throws IOException {
    // Given
    MetadataFiles files = files(MetadataAccess.STORE);

    // When
    try (Handle metaRangeHandle = files.open(META_RANGE, metaRange);
        Handle rangeHandle = files.open(RANGE, Fixtures.BIG_RANGE)) {
      RangeInfo range = metaRangeHandle.file().ranges().get(0);
      rangeHandle.file().check(range);

      // Then
      assertThat(rangeHandle.file().count()).isEqualTo(10_021);
    }
    files(MetadataAccess.STORE).open(RANGE, other(Fixtures.B)).close();
    assertThat(server.requests()).hasSize(1);
    assertThat(bucket.opened())
        .containsExactly(
            "some/where/_lakefs/" + metaRange,
            "some/where/_lakefs/" + Fixtures.BIG_RANGE,
            "some/where/_lakefs/" + other(Fixtures.B));
  }

  private static String other(Fixtures.Recorded commit) throws IOException {
    try (MetadataFile file = commit.metaRange()) {
      return file.ranges().get(0).id();
    }
  }

  @Test
  void shouldAskForEachFileWhenLocationsFollowNoPattern() throws IOException {
    // Given
    String place = "{\"location\":\"elsewhere/one\"}";
    server
        .on("/repositories/example/metadata/meta_range/" + metaRange, Answer.json(200, place))
        .on("/repositories/example/metadata/range/" + Fixtures.BIG_RANGE, Answer.json(200, place));
    bucket.answers(key -> Sent.of(content("some/where/_lakefs/" + Fixtures.BIG_RANGE)));

    // When
    files(MetadataAccess.STORE).open(META_RANGE, metaRange).close();
    files(MetadataAccess.STORE).open(RANGE, Fixtures.BIG_RANGE).close();

    // Then
    assertThat(server.requests()).hasSize(2);
    assertThat(bucket.opened()).containsOnly("some/where/elsewhere/one");
  }

  @Test
  void shouldReadThroughTheServer() throws IOException {
    // Given
    serverHas(META_RANGE, metaRange);

    // When
    try (Handle handle = files(MetadataAccess.API).open(META_RANGE, metaRange)) {
      // Then
      assertThat(handle.file().ranges()).hasSize(1);
    }
    assertThat(bucket.opened()).isEmpty();
  }

  @Test
  void shouldFetchOnceForAllTasks() throws Exception {
    // Given
    ExecutorService tasks = Executors.newFixedThreadPool(8);
    Callable<Integer> read =
        () -> {
          try (Handle handle = files(MetadataAccess.STORE).open(RANGE, Fixtures.BIG_RANGE)) {
            return MetadataFileTest.entries(handle.file(), Bytes.EMPTY).size();
          }
        };

    // When
    List<Future<Integer>> counts = tasks.invokeAll(Collections.nCopies(24, read));

    // Then
    for (Future<Integer> count : counts) {
      assertThat(count.get()).isEqualTo(10_021);
    }
    tasks.shutdownNow();
    assertThat(bucket.opened()).hasSize(1);
  }

  @Test
  @Timeout(20)
  void shouldLeaveNothingInTheTemporaryFolderEvenWhileAFileIsOpen() throws Exception {
    // Given
    Set<Path> before = copies();

    // When
    try (Handle handle = files(MetadataAccess.STORE).open(RANGE, Fixtures.BIG_RANGE)) {
      Set<Path> during = copies();
      during.removeAll(before);

      // Then: what other processes keep there for a moment goes by itself
      assertThat(MetadataFileTest.entries(handle.file(), Bytes.EMPTY)).hasSize(10_021);
      while (during.stream().anyMatch(Files::exists)) {
        Thread.sleep(1); // where it can be interrupted by the time limit
      }
    }
  }

  private static Set<Path> copies() throws IOException {
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return all.filter(file -> file.getFileName().toString().matches("spillway-.*\\.sst"))
          .collect(Collectors.toSet());
    }
  }

  @Test
  void shouldFetchADamagedFileOnceMore() throws IOException {
    // Given: the first download has a flipped bit
    bucket.answers(key -> Sent.of(bucket.opened().size() == 1 ? flipped(key) : content(key)));

    // When
    try (Handle handle = files(MetadataAccess.STORE).open(RANGE, Fixtures.BIG_RANGE)) {
      // Then
      assertThat(handle.file().count()).isEqualTo(10_021);
    }
    assertThat(bucket.opened()).hasSize(2);
  }

  @Test
  void shouldFetchAFileThatIsCutShortOnceMore() throws IOException {
    // Given
    bucket.answers(
        key ->
            bucket.opened().size() == 1
                ? new Sent(Arrays.copyOf(content(key), 1_000), content(key).length)
                : Sent.of(content(key)));

    // When
    files(MetadataAccess.STORE).open(RANGE, Fixtures.BIG_RANGE).close();

    // Then
    assertThat(bucket.opened()).hasSize(2);
  }

  @Test
  void shouldRefuseAFileThatIsDamagedTwice() {
    // Given
    bucket.answers(key -> Sent.of(flipped(key)));

    // Then
    assertThatThrownBy(() -> files(MetadataAccess.STORE).open(RANGE, Fixtures.BIG_RANGE))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("range " + Fixtures.BIG_RANGE + " of repository 'example'");
    assertThat(bucket.opened()).hasSize(2);
  }

  @Test
  void shouldRefuseAFileThatIsCutShortTwice() {
    // Given
    bucket.answers(key -> new Sent(Arrays.copyOf(content(key), 1_000), 1_016_965));

    // Then
    assertThatThrownBy(() -> files(MetadataAccess.STORE).open(RANGE, Fixtures.BIG_RANGE))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("its download ended after 1000 of 1016965 bytes");
  }

  @Test
  void shouldNotAskAgainForWhatIsDenied() {
    // Given
    bucket.answers(key -> fail(Reason.DENIED));

    // Then
    StoreException e =
        catchThrowableOfType(
            StoreException.class, () -> files(MetadataAccess.STORE).open(META_RANGE, metaRange));
    assertThat(e.reason()).isEqualTo(Reason.DENIED);
    assertThat(bucket.opened()).hasSize(1);
  }

  @Test
  void shouldChooseTheStorageWhereItCanBeRead() throws IOException {
    // When
    MetadataAccess access = choose();

    // Then: what was read to find out is not read again
    assertThat(access).isEqualTo(MetadataAccess.STORE);
    assertThat(notices).isEmpty();
    files(access).open(META_RANGE, metaRange).close();
    assertThat(bucket.opened()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"DENIED", "UNREACHABLE", "NOT_FOUND", "NO_CONTAINER", "REFUSED", "UNKNOWN"})
  void shouldChooseTheServerWhereTheStorageCannotBeRead(Reason reason) throws IOException {
    // Given
    serverHas(META_RANGE, metaRange);
    bucket.answers(key -> fail(reason));

    // Then
    assertThat(choose()).isEqualTo(MetadataAccess.API);
    assertThat(notices)
        .containsExactly(
            "This job cannot read the storage of repository 'example' (The store says "
                + reason
                + ".): its metadata is read through the lakeFS server instead.");
  }

  @Test
  void shouldChooseTheServerWhereNothingServesTheStorage() throws IOException {
    // Given
    serverHas(META_RANGE, metaRange);
    repository = new Repository("example", Location.parse("local://files/example"), "", "main");

    // Then
    assertThat(choose()).isEqualTo(MetadataAccess.API);
    assertThat(notices).singleElement().asString().contains("local:// is for the server alone");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://other/_lakefs/", "file:///etc/", "../other/"})
  void shouldOpenNoMetadataOutsideTheNamespace(String folder) throws IOException {
    // Given
    repository = new Repository("elsewhere", repository.storageNamespace(), "", "main");
    server.on(
        "/repositories/elsewhere/metadata/meta_range/" + metaRange,
        Answer.json(200, "{\"location\":\"" + folder + metaRange + "\"}"));

    // When
    Throwable refused = catchThrowable(this::choose);

    // Then
    assertThat(refused).hasMessageContaining("outside of " + repository.storageNamespace());
    assertThat(bucket.opened()).isEmpty();
  }

  @Test
  void shouldSayThatNeitherStorageNorServerHandsItOut() {
    // Given
    bucket.answers(key -> fail(Reason.DENIED));

    // Then
    assertThatThrownBy(this::choose)
        .isInstanceOf(UnreadableFormatException.class)
        .hasMessageContaining("The store says DENIED")
        .hasMessageContaining("and lakeFS does not hand it out: ");
  }

  @Test
  void shouldSayThatNeitherStorageNorServerCanBeReached() {
    // Given
    repository = new Repository("example", Location.parse("local://files/example"), "", "main");
    LakeFsClient client = server.client();
    server.close();

    // Then
    StoreException e =
        catchThrowableOfType(
            StoreException.class,
            () -> MetadataFiles.choose(client, repository, STORES, metaRange, notices::add));
    assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE);
  }

  @Test
  void shouldPassOnThatTheFormatIsTheTrouble() {
    // Given
    byte[] pebble = ByteBuffer.allocate(4_096).putLong(4_088, 0xf09faab3f09faab3L).array();
    bucket.answers(key -> Sent.of(pebble));

    // Then
    assertThatThrownBy(this::choose)
        .isInstanceOf(UnreadableFormatException.class)
        .hasMessageContaining("Pebble");
  }

  @Test
  void shouldNotChooseAnotherWayForADamagedFile() {
    // Given
    serverHas(META_RANGE, metaRange);
    bucket.answers(key -> Sent.of(flipped(key)));

    // Then
    assertThatThrownBy(this::choose).isInstanceOf(DamagedFileException.class);
  }

  @Test
  void shouldSayThatTheDiskIsFull() {
    // Given
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };

    // Then
    assertThatThrownBy(
            () -> LocalCopy.copy(new ByteArrayInputStream(new byte[10]), full, "range 4554"))
        .hasMessageStartingWith("Cannot keep range 4554 in the temporary folder ")
        .hasMessageContaining("No space left on device")
        .hasMessageEndingWith("make room there, or name another folder with -Djava.io.tmpdir.");
  }

  private MetadataAccess choose() throws IOException {
    return MetadataFiles.choose(server.client(), repository, STORES, metaRange, notices::add);
  }

  private MetadataFiles files(MetadataAccess access) {
    return MetadataFiles.of(server.client(), repository, STORES, access);
  }

  private void serverHas(MetadataKind kind, String id) {
    try {
      byte[] bytes = Files.readAllBytes(Fixtures.file("example", id));
      server.on(
          "/repositories/example/metadata/object/" + kind.apiName() + "/" + id,
          Answer.bytes(bytes));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] flipped(String key) throws IOException {
    byte[] bytes = content(key);
    bytes[100] ^= 4;
    return bytes;
  }

  private static Sent fail(Reason reason) throws StoreException {
    throw new StoreException(reason, "The store says " + reason + ".");
  }
}
