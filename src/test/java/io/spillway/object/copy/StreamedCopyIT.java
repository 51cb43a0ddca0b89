package io.spillway.object.copy;

import static io.spillway.store.FaultyStore.Fault.BROKEN_OFF;
import static io.spillway.store.FaultyStore.Fault.FLIPPED_BIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.destination.Prefix;
import io.spillway.ledger.ExportId;
import io.spillway.object.Entry;
import io.spillway.outcome.Outcome;
import io.spillway.outcome.Proof;
import io.spillway.store.Attributes;
import io.spillway.store.Bodies;
import io.spillway.store.Body;
import io.spillway.store.Digests;
import io.spillway.store.FaultyStore;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.RequestKind;
import io.spillway.store.Stores;
import io.spillway.store.TestStores;
import io.spillway.store.s3.RecordedRequest;
import io.spillway.store.s3.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies through this worker on a real server: which requests they take, what harms them. */
class StreamedCopyIT {
  private static final int MIB = 1 << 20;
  private static final Location LAKE = Location.parse("s3://streamed-lake/repo");
  private static final Location OUT = Location.parse("s3://streamed-out/root");
  private static S3Server server;

  private Stores stores;
  private ObjectStore lake;
  private ObjectStore out;

  @BeforeAll
  static void start() throws IOException {
    server = S3Server.start(S3Server.Kind.S3PROXY);
    server.makeBucket("streamed-lake");
    server.makeBucket("streamed-out");
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  void open() {
    Map<String, String> settings = new HashMap<>(server.settings());
    // Other settings, another client: none of the two reaches the other's bucket.
    settings.put("fs.s3a.bucket.streamed-out.connection.maximum", "40");
    settings.put("fs.s3a.attempts.maximum", "3");
    stores = new Stores(Settings.of(settings));
    lake = stores.open(LAKE);
    out = stores.open(OUT);
  }

  @AfterEach
  void loseNothing() {
    server.proxy().loseAnswersTo(request -> false);
  }

  @Test
  void shouldStreamASmallObjectWithTwoRequests() throws IOException {
    // Given
    int count = 300;
    List<Entry> entries =
        IntStream.range(0, count).mapToObj(i -> put("few/" + i, random(i * 50))).toList();
    server.forgetRequests();

    // When
    Copier copier = copier(OUT);
    entries.parallelStream().forEach(entry -> assertCopied(copier.copy(entry), entry));

    // Then
    assertThat(requests("GET")).hasSize(count);
    assertThat(requests("PUT")).hasSize(count);
    assertThat(server.requests().size()).isLessThanOrEqualTo((int) (2.01 * count));
  }

  @Test
  void shouldReadASmallObjectForAFolderWithOneRequest(@TempDir Path folder) throws IOException {
    // Given
    int count = 300;
    List<Entry> entries =
        IntStream.range(0, count).mapToObj(i -> put("to-folder/" + i, random(i * 50))).toList();
    server.forgetRequests();

    // When
    Copier copier = copier(Location.parse("file://" + folder));
    List<Outcome.Loss> losses = List.of(Outcome.Loss.METADATA_NOT_KEPT);
    entries.parallelStream()
        .forEach(
            entry ->
                assertThat(copier.copy(entry))
                    .isEqualTo(new Outcome.Copied(entry.size(), Proof.CHECKSUM, losses)));

    // Then
    assertThat(server.requests()).hasSize(count);
    assertThat(Files.readAllBytes(folder.resolve("to-folder/299"))).isEqualTo(random(299 * 50));
  }

  @Test
  void shouldStreamObjectsOfEverySizeAroundTheBorders() throws IOException {
    List<Integer> sizes =
        List.of(0, 1, MIB - 1, MIB, MIB + 1, 8 * MIB - 1, 8 * MIB, 8 * MIB + 1, 20 * MIB);
    for (int size : sizes) {
      // Given
      byte[] content = random(size);
      Entry entry = put("sizes/" + size, content);

      // When
      server.forgetRequests();
      Outcome outcome = copier(OUT).copy(entry);

      // Then: one GET and one PUT; a source in parts has no MD5, so that it goes in parts, and is
      // known by its tag
      boolean inParts = size > 8 * MIB;
      assertCopied(outcome, entry);
      assertThat(requests("GET")).as("size " + size).hasSize(1);
      assertThat(requests("PUT"))
          .as("size " + size)
          .hasSize(inParts ? (size - 1) / 8 / MIB + 2 : 1); // the parts, and a note of them
      assertThat(arrived(entry.path().toString())).isEqualTo(content);
    }
  }

  @Test
  void shouldReadAgainWhenTheAnswerToAWriteWasLost() throws IOException {
    // Given
    Entry entry = put("lost", random(3 * MIB));
    AtomicInteger met = new AtomicInteger();
    server.proxy().loseAnswersTo(request -> isWrite(request) && met.getAndIncrement() == 0);
    server.forgetRequests();

    // When
    Outcome outcome = copier(OUT).copy(entry);

    // Then
    assertCopied(outcome, entry);
    assertThat(requests("PUT")).hasSize(2);
    assertThat(requests("GET")).hasSize(2);
    assertThat(requests("GET").get(1).header("if-match")).hasValue('"' + entry.checksum() + '"');
    assertThat(arrived("lost")).isEqualTo(random(3 * MIB));
  }

  @Test
  void shouldReadBackAWriteThatNobodyAnswered() throws IOException {
    // Given
    Entry entry = put("unanswered", random(3 * MIB));
    server.proxy().loseAnswersTo(StreamedCopyIT::isWrite);

    // When
    Outcome outcome = copier(OUT).copy(entry);

    // Then
    assertCopied(outcome, entry);
    assertThat(requests("HEAD")).isNotEmpty();
    assertThat(arrived("unanswered")).isEqualTo(random(3 * MIB));
  }

  @Test
  void shouldGoOnWithWhatBrokeAndStopWhatIsDamaged() throws IOException {
    for (int size : List.of(100_000, 3 * MIB)) {
      // Given
      Entry entry = put("harmed/" + size, random(size));
      FaultyStore faulty = new FaultyStore(lake);
      try (var ignored = TestStores.register(LAKE, faulty)) {
        faulty.inject(FLIPPED_BIT, RequestKind.OPEN, key -> true, 1);

        // When
        Outcome flipped = copier(OUT).copy(entry);
        boolean published = out.stat("root/harmed/" + size).isPresent();
        faulty.inject(BROKEN_OFF, RequestKind.OPEN, key -> true, 1);
        Outcome broken = copier(OUT).copy(entry);

        // Then
        assertThat(faulty.fired()).isEqualTo(2);
        assertThat(((Outcome.Failed) flipped).reason()).contains("not the commit's");
        assertThat(published).isFalse();
        assertCopied(broken, entry);
        assertThat(arrived("harmed/" + size)).isEqualTo(random(size));
      }
    }
  }

  @Test
  void shouldBeRefusedByTheServerWhenABitWasFlippedBehindUs() throws IOException {
    // Given: bytes that are not those of their MD5
    byte[] flipped = random(3 * MIB);
    String md5 = Digests.md5Hex(flipped);
    flipped[MIB] ^= 1;

    // When
    Throwable failure =
        catchThrowable(() -> out.write("flipped", Bodies.knowing(md5, flipped), Attributes.NONE));

    // Then
    assertThat(failure).hasMessageContaining("BadDigest");
    assertThat(out.stat("flipped")).isEmpty();
  }

  private static boolean isWrite(RecordedRequest request) {
    return request.method().equals("PUT") && request.bucket().equals("streamed-out");
  }

  private static void assertCopied(Outcome outcome, Entry entry) {
    assertThat(outcome).isEqualTo(new Outcome.Copied(entry.size(), Proof.CHECKSUM, List.of()));
  }

  private static List<RecordedRequest> requests(String method) {
    Predicate<RecordedRequest> wanted = request -> request.method().equals(method);
    return server.requests().stream().filter(wanted).toList();
  }

  private Entry put(String key, byte[] content) {
    try {
      String etag = lake.write("repo/data/" + key, Body.of(content), Attributes.NONE).etag();
      return MemorySource.entry(key, content.length, etag, Map.of("owner", "team-a"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] random(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  private byte[] arrived(String key) throws IOException {
    try (OpenObject open = out.open("root/" + key, 0)) {
      byte[] content = open.stream().readAllBytes();
      assertThat(open.object().attributes().metadata()).containsEntry("owner", "team-a");
      return content;
    }
  }

  private Copier copier(Location root) {
    ExportId id = ExportId.next(Clock.systemUTC(), RandomGenerator.getDefault());
    Prefix prefix = Prefix.of(root, LAKE, stores, id);
    return new Copier(new MemorySource(lake, LAKE), stores, prefix, MetadataPolicy.STRICT);
  }
}
