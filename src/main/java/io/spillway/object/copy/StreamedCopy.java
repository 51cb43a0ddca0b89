package io.spillway.object.copy;

import io.spillway.object.Entry;
import io.spillway.object.SourceAddress;
import io.spillway.outcome.Proof;
import io.spillway.store.Body;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.StoredObject;
import io.spillway.store.Stores;
import io.spillway.store.WrittenObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A copy through this worker. It counts size and MD5 while reading, and verifies both before the
 * store sees the end of the bytes, so known damage is never published. A broken read resumes where
 * it broke.
 *
 * <p>If the source's own tag confirms that the entry's checksum is the content's MD5, the store
 * receives it before the bytes. The store then checks the bytes by it, and need not buffer them.
 */
public final class StreamedCopy {
  /** A function that opens the source, initially and again. */
  public interface Origin {
    /** Opens the source at the first byte, whatever its tag. */
    OpenObject open() throws IOException;

    /**
     * Opens the source at an offset, unless its tag has changed: {@link ObjectStore#open(String,
     * long, String)}.
     */
    OpenObject open(long offset, String ifMatch) throws IOException;

    /** Returns whether bytes are protected in transit: {@link ObjectStore#protectsReads}. */
    boolean protectsReads();

    /** Returns the object at an address that may be opened. */
    public static Origin of(SourceAddress from, Stores stores) {
      return of(from.open(stores), from.location().path());
    }

    /** Returns an object of a store. */
    public static Origin of(ObjectStore store, String key) {
      return new Origin() {
        @Override
        public boolean protectsReads() {
          return store.protectsReads();
        }

        @Override
        public OpenObject open() throws IOException {
          return store.open(key, 0);
        }

        @Override
        public OpenObject open(long offset, String ifMatch) throws IOException {
          return store.open(key, offset, ifMatch);
        }
      };
    }
  }

  private static final int LARGEST_HEAD = 64 << 10;

  private final Entry entry;
  private final Origin origin;
  private final Target target;
  private final boolean tagCounts;
  private String md5 = "";
  private Proof proof = Proof.SIZE;

  StreamedCopy(Entry entry, Origin origin, Target target) {
    this(entry, origin, target, true);
  }

  private StreamedCopy(Entry entry, Origin origin, Target target, boolean tagCounts) {
    this.entry = entry;
    this.origin = origin;
    this.target = target;
    this.tagCounts = tagCounts;
  }

  /**
   * Returns a copy of this that ignores the source's tag, because the server repeats the entry's
   * checksum as the tag, which proves nothing.
   */
  StreamedCopy withoutTag() {
    return new StreamedCopy(entry, origin, target, false);
  }

  Proof run() throws IOException, SourceDeniedException {
    try (OpenObject source = open()) {
      if (source.object().size() != entry.size()) {
        throw new MismatchException(
            "its data has "
                + source.object().size()
                + " bytes and the commit says "
                + entry.size());
      }
      write(source);
      return proof;
    }
  }

  private OpenObject open() throws IOException, SourceDeniedException {
    try {
      return origin.open();
    } catch (StoreException e) {
      if (Copier.isRefusal(e)) {
        throw new SourceDeniedException(e);
      }
      throw e;
    }
  }

  private void write(OpenObject source) throws IOException {
    try {
      WrittenObject written =
          target.store().write(target.key(), new Content(source), target.attributes());
      if (written.size() != entry.size()) {
        throw new MismatchException(
            "the store took " + written.size() + " bytes and the commit says " + entry.size());
      }
    } catch (StoreException e) {
      if (e.reason() != Reason.UNKNOWN) {
        throw e;
      }
      target.readBack(e, entry.size(), md5);
    }
  }

  /**
   * The source's bytes, verified while they are read; from the first opening, then from further
   * ones.
   */
  private final class Content implements Body {
    private final StoredObject object;
    private @Nullable OpenObject first;

    Content(OpenObject first) {
      this.object = first.object();
      this.first = first;
    }

    @Override
    public long size() {
      return entry.size();
    }

    @Override
    public Optional<String> md5() {
      return isTagged(object)
          ? Optional.of(entry.checksum().toLowerCase(Locale.ROOT))
          : Optional.empty();
    }

    @Override
    public InputStream open() throws IOException {
      OpenObject opened = first != null ? first : origin.open(0, object.etag());
      first = null;
      InputStream bytes = new ResumingStream(opened, origin::open);
      Optional<String> tag = tagOfParts(object);
      if (tag.isEmpty()) {
        return new Md5Stream(
            bytes, entry.size(), (size, digest) -> judge(object, size, digest, () -> false));
      }
      PartsStream parts = new PartsStream(bytes, entry.size(), tag.get());
      return new Md5Stream(
          parts, entry.size(), (size, digest) -> judge(object, size, digest, parts::isRecognized));
    }
  }

  /**
   * Returns the tag of parts to recognize the bytes by, or empty if they need not be recognized.
   */
  private Optional<String> tagOfParts(StoredObject source) {
    if (isContradicted(source)) {
      return Optional.of(entry.checksum());
    }
    return tagCounts && !origin.protectsReads() && Tag.isOfParts(source)
        ? Optional.of(source.etag())
        : Optional.empty();
  }

  private boolean isContradicted(StoredObject source) {
    return tagCounts && Tag.contradicts(source, entry.checksum());
  }

  /**
   * Returns whether the source's tag equals the entry's checksum and looks like the content's MD5.
   */
  private boolean isTagged(StoredObject source) {
    return tagCounts && Tag.mayBeMd5(source) && Tag.same(source.etag(), entry.checksum());
  }

  /**
   * Verifies the content by its MD5. A digest that differs from the entry's checksum is damage only
   * if that checksum is known to be an MD5 of the content. It is if the source's own tag equals it,
   * or if the tag equals the digest and thus differs from the commit's.
   *
   * @param recognized whether a tag that is not an MD5 of the bytes proves them to be the source's,
   *     or the commit's if the source's tag contradicts the commit
   */
  private void judge(StoredObject source, long size, String digest, BooleanSupplier recognized)
      throws IOException {
    md5 = digest;
    if (size != entry.size()) {
      throw new MismatchException(
          "its data ended after " + size + " of " + entry.size() + " bytes");
    }
    if (Tag.same(digest, entry.checksum())) {
      proof = Proof.CHECKSUM;
      return;
    }
    if (isContradicted(source)) {
      if (!recognized.getAsBoolean()) {
        throw MismatchException.changed("its data", source, entry);
      }
      proof = Proof.CHECKSUM;
      return;
    }
    boolean comparable = tagCounts && Tag.isPlain(entry.checksum()) && Tag.mayBeMd5(source);
    if (comparable && (isTagged(source) || Tag.same(source.etag(), digest))) {
      throw new MismatchException(
          "its data is not the commit's: the MD5 is "
              + digest
              + ", the commit says "
              + entry.checksum());
    }
    if (!origin.protectsReads() && !recognized.getAsBoolean()) {
      readAgain(source, digest);
    }
    if (tagCounts && Tag.standsFor(source, entry.checksum())) {
      proof = Proof.CHECKSUM; // an object in parts, whose number of parts lakeFS cut off
    }
  }

  /**
   * Reads the content a second time, because no checksum detects bytes damaged in transit, and
   * compares both reads. The second read is split in two requests, so that a fault that always
   * damages the same byte of an answer hits another byte of the object.
   */
  private void readAgain(StoredObject source, String digest) throws IOException {
    byte[] head = new byte[(int) Math.min(LARGEST_HEAD, entry.size() / 2)];
    try (InputStream start = again(source, 0)) {
      start.readNBytes(head, 0, head.length);
    }
    try (InputStream rest = again(source, head.length)) {
      InputStream all = new SequenceInputStream(new ByteArrayInputStream(head), rest);
      if (!Md5Stream.drain(all).equals(digest)) {
        throw new MismatchException(
            "its data was damaged on its way: two reads of it differ, and only one can be right");
      }
    }
  }

  private InputStream again(StoredObject source, long offset) throws IOException {
    return new ResumingStream(origin.open(offset, source.etag()), offset, origin::open);
  }
}
