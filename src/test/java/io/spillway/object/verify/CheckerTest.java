package io.spillway.object.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.Bytes;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.destination.Found;
import io.spillway.destination.Prefix;
import io.spillway.ledger.ExportId;
import io.spillway.object.Entry;
import io.spillway.object.ReadMode;
import io.spillway.object.copy.MemorySource;
import io.spillway.object.copy.ObservedTags;
import io.spillway.object.verify.Difference.Kind;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.Digests;
import io.spillway.store.FaultyStore;
import io.spillway.store.ForwardingStore;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.RequestKind;
import io.spillway.store.StoredObject;
import io.spillway.store.Stores;
import io.spillway.store.TestStores;
import io.spillway.store.TrackingStore;
import io.spillway.store.memory.MemoryStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckerTest {
  private static final Location LAKE = Location.parse("memory://checker-lake/repo");
  private static final Location ROOT = Location.parse("memory://checker-out/root");
  private static final String OF_PARTS = "0123456789abcdef0123456789abcdef";

  private final MemoryStore lakeMemory = new MemoryStore("checker-lake");
  private final MemoryStore outMemory = new MemoryStore("checker-out");
  private final FaultyStore lakeFaults = new FaultyStore(lakeMemory);
  private final FaultyStore outFaults = new FaultyStore(outMemory);
  private final Described lakeTags = new Described(lakeFaults);
  private final Described outTags = new Described(outFaults);
  private final TrackingStore lake = new TrackingStore(lakeTags);
  private final TrackingStore out = new TrackingStore(outTags);
  private final FaultyStore throughServer = new FaultyStore(lakeMemory);
  private ReadMode mode = ReadMode.AUTO;
  private @Nullable Checker checker;
  private List<TestStores.Registration> registrations = List.of();

  /** Says something else of its objects. */
  private static final class Described extends ForwardingStore {
    private UnaryOperator<StoredObject> change = UnaryOperator.identity();
    private boolean plainHttp;
    private int flipped;

    Described(ObjectStore inner) {
      super(inner);
    }

    void opaque() {
      change = o -> new StoredObject(o.key(), o.size(), fold(o.etag()), true, o.attributes());
    }

    void tagged(UnaryOperator<String> tag) {
      change = o -> new StoredObject(o.key(), o.size(), tag.apply(o.etag()), false, o.attributes());
    }

    @Override
    public Optional<StoredObject> stat(String key) throws IOException {
      return super.stat(key).map(change);
    }

    @Override
    public OpenObject open(String key, long offset) throws IOException {
      OpenObject opened = super.open(key, offset);
      if (flipped > 0) {
        flipped--;
        byte[] content = opened.stream().readAllBytes();
        content[0] ^= 1;
        return new OpenObject(change.apply(opened.object()), new ByteArrayInputStream(content));
      }
      return new OpenObject(change.apply(opened.object()), opened.stream());
    }

    @Override
    public boolean protectsReads() {
      return !plainHttp;
    }
  }

  /** Another tag of as many digits. */
  private static String fold(String tag) {
    return new StringBuilder(tag).reverse().toString();
  }

  @BeforeEach
  void register() {
    registrations = List.of(TestStores.register(LAKE, lake), TestStores.register(ROOT, out));
  }

  @AfterEach
  void unregister() {
    registrations.forEach(TestStores.Registration::close);
  }

  @Test
  void shouldAskNothingWhereTheListingTells() throws IOException {
    // Given
    Entry equal = exported("equal", "content");
    Entry shorter = exported("shorter", "content");
    write("shorter", "conten");
    Entry empty = exported("empty", "");

    // When / Then
    assertThat(check(equal)).isEqualTo(Finding.equal(Equality.CHECKSUM));
    assertThat(kind(check(shorter))).isEqualTo(Kind.SIZE);
    assertThat(check(empty)).isEqualTo(Finding.equal(Equality.CHECKSUM));
    assertThat(requests(out) + requests(lake)).isZero();
  }

  @Test
  void shouldProveDamageByTwoHeadsWhereAnotherTagHasMatched() throws IOException {
    // Given
    Entry good = exported("good", "content");
    Entry damaged = exported("damaged", "content");
    write("damaged", "cOntent");
    check(good);

    // When
    Finding finding = check(damaged);

    // Then
    assertThat(finding.difference())
        .isEqualTo(
            new Difference(Kind.CHECKSUM, "damaged", 7, 7, md5("content"), md5("cOntent"), "", ""));
    assertThat(out.count(RequestKind.STAT)).isEqualTo(1);
    assertThat(lake.count(RequestKind.STAT)).isEqualTo(1);
    assertThat(requests(out) + requests(lake)).isEqualTo(2);
  }

  @Test
  void shouldReadOnceToLearnWhatTagsAre() throws IOException {
    // Given
    Entry one = exported("1", "content");
    Entry two = exported("2", "content");
    write("1", "cOntent");
    write("2", "conTent");

    // When / Then
    assertThat(check(one).difference())
        .isEqualTo(
            new Difference(
                Kind.CHECKSUM, "1", 7, 7, md5("content"), md5("cOntent"), md5("cOntent"), ""));
    assertThat(kind(check(two))).isEqualTo(Kind.CHECKSUM);
    assertThat(out.count(RequestKind.OPEN)).isEqualTo(1);
  }

  @Test
  void shouldNotCallACopyDifferentWhoseStoreMakesOtherTags() throws IOException {
    // Given
    outTags.tagged(CheckerTest::fold);
    Entry one = exported("1", "content");
    Entry two = exported("2", "content");

    // When / Then
    assertThat(check(one, fold(md5("content"))))
        .isEqualTo(Finding.equal(Equality.CONTENT).reading(7));
    assertThat(check(two, fold(md5("content")))).isEqualTo(Finding.equal(Equality.SIZE));
    assertThat(out.count(RequestKind.OPEN)).isEqualTo(1);
  }

  @Test
  void shouldNotCallTheCopyOfAnObjectInPartsDifferent() throws IOException {
    // Given
    lakeTags.tagged(tag -> OF_PARTS + "-2");
    Entry entry = entry("large", "content", OF_PARTS);
    put("large", "content");

    // When / Then
    assertThat(check(entry)).isEqualTo(Finding.equal(Equality.SIZE));
    assertThat(check(entry, OF_PARTS + "-2")).isEqualTo(Finding.equal(Equality.CHECKSUM));
    assertThat(check(entry, md5("x") + "-2")).isEqualTo(Finding.equal(Equality.SIZE));
    assertThat(check(entry, "")).isEqualTo(Finding.equal(Equality.SIZE));
  }

  @Test
  void shouldTakeTheRestForOpaqueAfterSome() throws IOException {
    // Given
    outTags.opaque();
    Entry entry = exported("a", "content");

    // When
    for (int i = 0; i < 10 * ObservedTags.ENOUGH; i++) {
      assertThat(check(entry, fold(md5("content")))).isEqualTo(Finding.equal(Equality.SIZE));
    }

    // Then
    assertThat(requests(out)).isEqualTo(ObservedTags.ENOUGH);
    assertThat(requests(lake)).isZero();
  }

  @Test
  void shouldAskOnWhereSomeTagsAreDigests() throws IOException {
    // Given
    Entry entry = exported("a", "content");
    check(entry);
    outTags.opaque();

    // When
    for (int i = 0; i < 2 * ObservedTags.ENOUGH; i++) {
      check(entry, fold(md5("content")));
    }

    // Then
    assertThat(requests(out)).isEqualTo(2 * ObservedTags.ENOUGH);
  }

  @Test
  void shouldBeContentWithTheSizeWhereTheSourceCannotBeAsked() throws IOException {
    // Given
    Entry damaged = exported("damaged", "content");
    write("damaged", "cOntent");
    lakeFaults.inject(FaultyStore.Fault.DENIED, RequestKind.STAT, key -> true);

    // When / Then
    assertThat(check(damaged)).isEqualTo(Finding.equal(Equality.SIZE));
    mode = ReadMode.LAKEFS;
    checker = null;
    assertThat(check(damaged)).isEqualTo(Finding.equal(Equality.SIZE));
  }

  @Test
  void shouldSayWhatCouldNotBeChecked() throws IOException {
    // Given
    Entry entry = exported("a", "content");
    write("a", "cOntent");
    outFaults.inject(FaultyStore.Fault.DENIED, RequestKind.STAT, key -> true);

    // When
    Finding finding = check(entry);

    // Then
    assertThat(kind(finding)).isEqualTo(Kind.UNREADABLE);
    assertThat(finding.difference().reason()).isNotBlank();
  }

  @Test
  void shouldFindMissingWhatHasGoneSinceItWasListed() throws IOException {
    // Given
    Entry entry = exported("a", "content");
    outMemory.delete("root/a");

    // When / Then
    assertThat(kind(check(entry, md5("other")))).isEqualTo(Kind.MISSING);
    checker = null;
    assertThat(kind(read(entry))).isEqualTo(Kind.MISSING);
  }

  @Test
  void shouldReadOnlyTheDestinationWhereTheChecksumIsTheMd5() throws IOException {
    // Given
    Entry entry = exported("a", "content");

    // When / Then
    assertThat(read(entry)).isEqualTo(Finding.equal(Equality.CONTENT).reading(7));
    assertThat(requests(out)).isEqualTo(1);
    assertThat(requests(lake)).isZero();
  }

  @Test
  void shouldCompareWithTheSourceWhereTheChecksumIsNone() throws IOException {
    // Given
    put("a", "content");
    Entry entry = entry("a", "content", OF_PARTS);

    // When / Then
    assertThat(read(entry)).isEqualTo(Finding.equal(Equality.CONTENT).reading(14));
    write("a", "cOntent");
    assertThat(read(entry).difference())
        .isEqualTo(
            new Difference(Kind.CHECKSUM, "a", 7, 7, OF_PARTS, md5("cOntent"), md5("cOntent"), ""));
  }

  @Test
  void shouldReadTheSourceThroughItsServerWhereItsStorageIsClosed() throws IOException {
    // Given
    put("a", "content");
    Entry entry = entry("a", "content", OF_PARTS);
    lakeFaults.inject(FaultyStore.Fault.DENIED, RequestKind.OPEN, key -> true);

    // When / Then
    assertThat(read(entry)).isEqualTo(Finding.equal(Equality.CONTENT).reading(14));
    assertThat(read(entry)).isEqualTo(Finding.equal(Equality.CONTENT).reading(14));
    assertThat(lake.count(RequestKind.OPEN)).as("asked once").isEqualTo(1);
    mode = ReadMode.STORAGE;
    checker = null;
    Finding closed = read(entry);
    assertThat(kind(closed)).isEqualTo(Kind.UNREADABLE);
    assertThat(closed.difference().md5()).isEqualTo(md5("content"));
  }

  @Test
  void shouldNotCallEqualWhatWasChangedSinceTheCommitWithItsSource() throws IOException {
    // Given: imported in parts, overwritten by as many bytes, and exported after that
    put("a", "content");
    Entry entry = entry("a", "content", OF_PARTS + "-2");
    lakeTags.tagged(tag -> fold(OF_PARTS) + "-2");

    // When
    Finding found = read(entry);

    // Then
    assertThat(kind(found)).isEqualTo(Kind.UNREADABLE);
    assertThat(found.difference().reason())
        .contains("changed since the commit", fold(OF_PARTS) + "-2", OF_PARTS + "-2");
  }

  @Test
  void shouldRecognizeContentByTheCommitsTagOfParts() throws IOException {
    // Given: nothing is left of the source, and the tag is that of such content in one part
    write("a", "content");
    String one = Digests.md5Hex(HexFormat.of().parseHex(md5("content"))) + "-1";
    Entry entry = entry("a", "content", one);

    // When / Then
    assertThat(read(entry)).isEqualTo(Finding.equal(Equality.CONTENT).reading(7));
    assertThat(requests(lake)).isZero();
  }

  @Test
  void shouldReadAgainWhatMayHaveBeenDamagedOnItsWay() throws IOException {
    // Given
    Entry entry = exported("a", "content");
    outTags.plainHttp = true;
    outTags.flipped = 1;

    // When / Then
    assertThat(kind(read(entry))).as("the second read is right").isNull();
    outTags.plainHttp = false;
    outTags.flipped = 1;
    assertThat(kind(read(entry))).isEqualTo(Kind.CHECKSUM);
  }

  private Entry exported(String key, String content) throws IOException {
    put(key, content);
    return entry(key, content, md5(content));
  }

  private static Entry entry(String key, String content, String checksum) {
    return MemorySource.entry(key, content.length(), checksum, Map.of());
  }

  private void put(String key, String content) throws IOException {
    lakeMemory.write("repo/data/" + key, Body.of(content.getBytes(UTF_8)), Attributes.NONE);
    write(key, content);
  }

  private void write(String key, String content) throws IOException {
    outMemory.write("root/" + key, Body.of(content.getBytes(UTF_8)), Attributes.NONE);
  }

  private Finding check(Entry entry) {
    return check(entry, found(entry).etag());
  }

  private Finding check(Entry entry, String tag) {
    return find(entry, new Found(entry.key(), found(entry).size(), tag), false);
  }

  private Finding read(Entry entry) {
    return find(entry, found(entry), true);
  }

  private Finding find(Entry entry, Found found, boolean readsContent) {
    if (checker == null) {
      Stores stores = new Stores(Settings.of(Map.of()));
      ExportId unused = ExportId.next(Clock.systemUTC(), RandomGenerator.getDefault());
      checker =
          new Checker(
              new MemorySource(throughServer, LAKE),
              new Prefix(ROOT, new Location("nowhere", "x", ""), "elsewhere", stores, unused),
              mode,
              readsContent);
    }
    Checker used = checker;
    return used.atOnce(entry, found).orElseGet(() -> used.check(entry, found));
  }

  private Found found(Entry entry) {
    return outMemory
        .stat("root/" + entry.path())
        .map(object -> new Found(entry.key(), object.size(), object.etag()))
        .orElse(new Found(Bytes.of(entry.path()), entry.size(), ""));
  }

  private static @Nullable Kind kind(Finding finding) {
    return finding.difference() == null ? null : finding.difference().kind();
  }

  private static String md5(String content) {
    return Digests.md5Hex(content.getBytes(UTF_8));
  }

  private static int requests(TrackingStore store) {
    return store.requests().size();
  }
}
