package io.spillway.object.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.Location;
import io.spillway.object.Entry;
import io.spillway.outcome.Proof;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.Digests;
import io.spillway.store.ForwardingStore;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.RequestKind;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.StoredObject;
import io.spillway.store.TrackingStore;
import io.spillway.store.WrittenObject;
import io.spillway.store.memory.MemoryStore;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the tags that stores give prove of a copy. */
class TaggedCopyTest {
  private static final String OTHER_TAG = "ffffffffffffffffffffffffffffffff";
  private static final String OF_PARTS = "0512cff0000000000000000000000000-3";
  private static final String CUT_OFF = "0512cff0000000000000000000000000";
  private static final byte[] SMALL = {1, 2, 3};
  private static final byte[] LARGE = new byte[8 << 20];
  private static final Location FROM = Location.parse("memory://tagged-lake/a");

  private final MemoryStore lakeMemory = new MemoryStore("tagged-lake");
  private final MemoryStore outMemory = new MemoryStore("tagged-out");
  private final TrackingStore lake = new TrackingStore(lakeMemory);

  @Test
  void shouldTryTheCopyOfASmallObjectFirst() throws Exception {
    // Given
    Entry entry = put(SMALL, CUT_OFF);
    TrackingStore out = new TrackingStore(taggedOut(OF_PARTS));

    // When
    Proof proof = new ServerSideCopy(entry, tagged(OF_PARTS, false), FROM, target(out)).run();

    // Then: refused, asked, copied; the number of parts was cut off the tag
    assertThat(proof).isEqualTo(Proof.CHECKSUM);
    assertThat(out.count(RequestKind.COPY)).isEqualTo(2);
    assertThat(lake.count(RequestKind.STAT)).isEqualTo(1);
  }

  @Test
  void shouldAskFirstForTheTagOfALargeObject() throws Exception {
    for (String tag : new String[] {OF_PARTS, CUT_OFF}) {
      // Given
      Entry entry = put(LARGE, CUT_OFF);
      TrackingStore out = new TrackingStore(taggedOut(tag));
      lake.forget();

      // When
      Proof proof = new ServerSideCopy(entry, tagged(tag, false), FROM, target(out)).run();

      // Then
      assertThat(proof).as(tag).isEqualTo(Proof.CHECKSUM);
      assertThat(out.count(RequestKind.COPY)).as(tag).isEqualTo(1);
      assertThat(lake.count(RequestKind.STAT)).as(tag).isEqualTo(1);
      assertThat(lake.count(RequestKind.OPEN)).as(tag).isZero();
    }
  }

  @Test
  void shouldProveNoMoreThanTheSizeByAnotherTagOfParts() throws Exception {
    // Given
    Entry entry = put(SMALL, OTHER_TAG);

    // When
    Proof proof =
        new ServerSideCopy(entry, tagged(OF_PARTS, false), FROM, target(taggedOut(OF_PARTS))).run();

    // Then
    assertThat(proof).isEqualTo(Proof.SIZE);
  }

  @Test
  void shouldProveNoMoreThanTheSizeByAnOpaqueTag() throws Exception {
    // Given: a store with KMS keys, whose tags are no digests whatever they look like
    Entry entry = put(SMALL, CUT_OFF);

    // When
    Proof proof =
        new ServerSideCopy(entry, tagged(OF_PARTS, true), FROM, target(taggedOut(OF_PARTS))).run();
    Proof streamed = stream(entry, tagged(OF_PARTS, true));

    // Then
    assertThat(proof).isEqualTo(Proof.SIZE);
    assertThat(streamed).isEqualTo(Proof.SIZE);
  }

  @Test
  void shouldFailAnObjectWhosePartsAreOthersThanTheCommits() throws Exception {
    for (String now : new String[] {"ffffffffffffffffffffffffffffffff-2", OTHER_TAG}) {
      // Given: imported as X-2, and overwritten since then by as many bytes
      Entry entry = put(SMALL, "0512cff0000000000000000000000000-2");
      outMemory.delete("a");

      // When / Then
      ServerSideCopy copy =
          new ServerSideCopy(entry, tagged(now, false), FROM, target(taggedOut(now)));
      assertThatThrownBy(copy::run)
          .hasMessageContaining("changed since the commit")
          .hasMessageContaining(now);
      assertThatThrownBy(() -> stream(entry, tagged(now, false)))
          .hasMessageContaining("changed since the commit")
          .hasMessageContaining(now);
      assertThat(outMemory.stat("a")).isEmpty();
    }
  }

  @Test
  void shouldTakeAnObjectThatWasMovedInOtherPartsForWhatItIs() throws Exception {
    // Given: the commit's tag is that of such content in one part
    String one = Digests.md5Hex(HexFormat.of().parseHex(Digests.md5Hex(SMALL))) + "-1";
    Entry entry = put(SMALL, one);

    // When
    Proof proof =
        new ServerSideCopy(entry, tagged(OF_PARTS, false), FROM, target(taggedOut(OF_PARTS))).run();
    Proof streamed = stream(entry, tagged(OF_PARTS, false));

    // Then
    assertThat(proof).isEqualTo(Proof.CHECKSUM);
    assertThat(streamed).isEqualTo(Proof.CHECKSUM);
  }

  @Test
  void shouldNotExpectAnOpaqueTagOfACopy() throws Exception {
    // Given: the source is under a key of KMS, the destination is not
    Entry entry = put(SMALL, OTHER_TAG);

    // When
    Proof proof =
        new ServerSideCopy(
                entry, tagged(OTHER_TAG, true), FROM, target(taggedOut(OTHER_TAG, CUT_OFF)))
            .run();

    // Then
    assertThat(proof).isEqualTo(Proof.CHECKSUM);
    assertThat(outMemory.stat("a").orElseThrow().size()).isEqualTo(SMALL.length);
  }

  @Test
  void shouldFailACopyWithAnotherTagThanAsked() throws Exception {
    // Given
    Entry entry = put(SMALL, OTHER_TAG);
    ServerSideCopy copy =
        new ServerSideCopy(
            entry, tagged(OTHER_TAG, false), FROM, target(taggedOut(OTHER_TAG, CUT_OFF)));

    // When, Then
    assertThatThrownBy(copy::run).hasMessageContaining("the copy is not equal to");
  }

  @Test
  void shouldAskTheContentWhenTwoPlainTagsDiffer() throws Exception {
    // Given: a store whose tags look like an MD5 and are none
    Entry entry = put(SMALL, Digests.md5Hex(SMALL));

    // When
    Proof proof =
        new ServerSideCopy(entry, tagged(OTHER_TAG, false), FROM, target(taggedOut(OTHER_TAG)))
            .run();

    // Then: the content's MD5 is the commit's, so it is right
    assertThat(proof).isEqualTo(Proof.CHECKSUM);
    assertThat(lake.count(RequestKind.OPEN)).isEqualTo(1);
    assertThat(outMemory.stat("a").orElseThrow().size()).isEqualTo(SMALL.length);
  }

  @Test
  void shouldProveAStreamedObjectByItsTagOfParts() throws Exception {
    // Given
    Entry entry = put(SMALL, CUT_OFF);
    Entry other = put(SMALL, OTHER_TAG);

    // When
    Proof proof = stream(entry, tagged(OF_PARTS, false));
    Proof none = stream(other, tagged(OF_PARTS, false));

    // Then
    assertThat(proof).isEqualTo(Proof.CHECKSUM);
    assertThat(none).isEqualTo(Proof.SIZE);
  }

  @Test
  void shouldFailALargeObjectOfAnotherSize() throws IOException {
    // Given
    Entry entry = put(LARGE, CUT_OFF);
    lakeMemory.write("a", Body.of(SMALL), Attributes.NONE);

    // When
    ServerSideCopy copy =
        new ServerSideCopy(entry, tagged(OF_PARTS, false), FROM, target(taggedOut(OF_PARTS)));

    // Then
    assertThatThrownBy(copy::run).hasMessageContaining("3 bytes");
    assertThat(outMemory.stat("a")).isEmpty();
  }

  private Entry put(byte[] content, String checksum) throws IOException {
    lakeMemory.write("a", Body.of(content), Attributes.NONE);
    return MemorySource.entry("a", content.length, checksum, Map.of());
  }

  private Proof stream(Entry entry, ObjectStore from) throws Exception {
    return new StreamedCopy(entry, StreamedCopy.Origin.of(from, "a"), target(outMemory)).run();
  }

  private static Target target(ObjectStore store) {
    return new Target(store, "a", Attributes.NONE);
  }

  /** The lake, with this tag on each object. */
  private ObjectStore tagged(String tag, boolean opaque) {
    return new ForwardingStore(lake) {
      @Override
      public Optional<StoredObject> stat(String key) throws IOException {
        return super.stat(key).map(this::tagged);
      }

      @Override
      public OpenObject open(String key, long offset) throws IOException {
        OpenObject open = super.open(key, offset);
        return new OpenObject(tagged(open.object()), open.stream());
      }

      private StoredObject tagged(StoredObject object) {
        return new StoredObject(object.key(), object.size(), tag, opaque, object.attributes());
      }
    };
  }

  /** Copies only what is asked for by this tag, and gives it to the copy. */
  private ObjectStore taggedOut(String tag) {
    return taggedOut(tag, tag);
  }

  /** Copies only what is asked for by the first tag, and gives the second one to the copy. */
  private ObjectStore taggedOut(String tag, String copys) {
    return new ForwardingStore(outMemory) {
      @Override
      public WrittenObject copy(
          ObjectStore from,
          String fromKey,
          String ifMatch,
          long size,
          String key,
          Attributes attributes)
          throws IOException {
        if (!ifMatch.equals(tag)) {
          throw new StoreException(Reason.CHANGED, "the tag is another");
        }
        String real = lakeMemory.stat(fromKey).orElseThrow().etag();
        super.copy(from, fromKey, real, size, key, attributes);
        return new WrittenObject(-1, copys, false);
      }
    };
  }
}
