package io.spillway.object.copy;

import io.spillway.base.Location;
import io.spillway.object.Entry;
import io.spillway.outcome.Proof;
import io.spillway.store.ObjectStore;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.StoredObject;
import io.spillway.store.WrittenObject;
import java.io.IOException;
import java.io.InputStream;

/**
 * A copy within the store: one request, guarded by the entry's checksum if that is the source's
 * tag. If it is not, a HEAD determines the evidence that the tag gives.
 *
 * <p>Large objects begin with the HEAD. Most were uploaded in parts, and lakeFS cuts the number of
 * parts off their tags. The checksum then guards nothing, and a refused copy costs more than a HEAD
 * (twelve times as much on AWS).
 */
final class ServerSideCopy {
  /** The size from which the AWS SDKs and command line upload in parts. */
  private static final long PARTS_LIKELY = 8L << 20;

  private final Entry entry;
  private final ObjectStore from;
  private final String fromKey;
  private final Location fromLocation;
  private final Target target;

  ServerSideCopy(Entry entry, ObjectStore from, Location fromLocation, Target target) {
    this.entry = entry;
    this.from = from;
    this.fromKey = fromLocation.path();
    this.fromLocation = fromLocation;
    this.target = target;
  }

  Proof run() throws IOException, SourceDeniedException {
    try {
      return checksumMayGuard() ? guardedByChecksum() : guardedByTag();
    } catch (StoreException e) {
      if (Copier.isRefusal(e)) {
        throw new SourceDeniedException(e);
      }
      throw e;
    }
  }

  private boolean checksumMayGuard() {
    String checksum = entry.checksum();
    return Tag.isOfParts(checksum) || (Tag.isPlain(checksum) && entry.size() < PARTS_LIKELY);
  }

  private Proof guardedByChecksum() throws IOException {
    try {
      return copy(entry.checksum(), Proof.CHECKSUM);
    } catch (StoreException e) {
      if (e.reason() != Reason.CHANGED) {
        throw e;
      }
      return guardedByTag();
    }
  }

  /**
   * Copies an object whose checksum may not be the source's tag: requests the tag, and copies
   * guarded by it.
   */
  private Proof guardedByTag() throws IOException {
    StoredObject source = from.stat(fromKey).orElseThrow(this::gone);
    if (source.size() != entry.size()) {
      throw new MismatchException(
          fromLocation + " has " + source.size() + " bytes and the commit says " + entry.size());
    }
    if (source.etag().isEmpty()) {
      throw new MismatchException(
          fromLocation
              + " has no tag, so that nothing tells whether it changes while it is copied");
    }
    return copy(source.etag(), proof(source));
  }

  private Proof proof(StoredObject source) throws IOException {
    if (Tag.standsFor(source, entry.checksum())) {
      return Proof.CHECKSUM;
    }
    if (Tag.contradicts(source, entry.checksum())) {
      return proofByParts(source);
    }
    return Tag.mayBeMd5(source) && Tag.isPlain(entry.checksum())
        ? proofByContent(source)
        : Proof.SIZE;
  }

  private StoreException gone() {
    return new StoreException(
        Reason.NOT_FOUND, fromLocation + " does not exist: the object's data is gone");
  }

  /**
   * Reads the content if the tag and the checksum both look like an MD5 and differ. Either the
   * object is not the commit's, or this store's tags are not MD5s.
   */
  private Proof proofByContent(StoredObject source) throws IOException {
    String md5 = md5(source);
    if (Tag.same(md5, entry.checksum())) {
      return Proof.CHECKSUM;
    }
    if (Tag.same(md5, source.etag())) {
      throw new MismatchException(
          fromLocation
              + " was changed since the commit: its MD5 is "
              + md5
              + ", the commit says "
              + entry.checksum());
    }
    if (!from.protectsReads() && !md5(source).equals(md5)) {
      throw new MismatchException("two reads of " + fromLocation + " differ");
    }
    return Proof.SIZE;
  }

  /**
   * Reads the content if the commit's tag of parts is not the source's. Either the object is not
   * the commit's, or it was moved, which results in other parts. Content that has the commit's tag
   * in parts of a usual size is the commit's; any other is not.
   */
  private Proof proofByParts(StoredObject source) throws IOException {
    try (InputStream content = content(source)) {
      PartsStream parts = new PartsStream(content, entry.size(), entry.checksum());
      String unused = Md5Stream.drain(parts);
      if (parts.isRecognized()) {
        return Proof.CHECKSUM;
      }
    }
    throw MismatchException.changed(fromLocation.toString(), source, entry);
  }

  private String md5(StoredObject source) throws IOException {
    try (InputStream content = content(source)) {
      return Md5Stream.drain(content);
    }
  }

  private InputStream content(StoredObject source) throws IOException {
    ResumingStream.Source origin = (offset, ifMatch) -> from.open(fromKey, offset, ifMatch);
    return new ResumingStream(origin.open(0, source.etag()), origin);
  }

  private Proof copy(String guard, Proof proof) throws IOException {
    WrittenObject written;
    try {
      written =
          target
              .store()
              .copy(from, fromKey, guard, entry.size(), target.key(), target.attributes());
    } catch (StoreException e) {
      if (e.reason() != Reason.UNKNOWN) {
        throw e;
      }
      target.readBack(e, entry.size(), Tag.isPlain(guard) ? guard : "");
      return proof;
    }
    return judge(written, guard, proof);
  }

  /**
   * Verifies an acknowledged copy. The guard proved the source. The acknowledged tag proves the
   * copy if it is comparable; otherwise the size does. An answer without a tag acknowledges nothing
   * and counts as lost, because an earlier object of the same size could pass for the copy.
   */
  private Proof judge(WrittenObject written, String guard, Proof proof) throws IOException {
    if (written.etag().isEmpty()) {
      StoreException nothing =
          new StoreException(Reason.UNKNOWN, String.valueOf(lost(written).getMessage()));
      target.readBack(nothing, entry.size(), Tag.isPlain(guard) ? guard : "");
    } else if (written.opaqueEtag() || !Tag.isPlain(written.etag())) {
      if (!isThereWhole()) {
        throw lost(written);
      }
    } else if (Tag.isPlain(guard) && !Tag.same(written.etag(), guard)) {
      requireOpaqueGuard(written);
    }
    return proof;
  }

  /**
   * Requires an opaque source tag for a copy with another tag. With KMS keys a tag looks like an
   * MD5 but is not one, so the copy's tag differs.
   */
  private void requireOpaqueGuard(WrittenObject written) throws IOException {
    boolean opaque = from.stat(fromKey).filter(StoredObject::opaqueEtag).isPresent();
    if (!opaque || !isThereWhole()) {
      throw lost(written);
    }
  }

  private boolean isThereWhole() throws IOException {
    return target.store().stat(target.key()).filter(at -> at.size() == entry.size()).isPresent();
  }

  private MismatchException lost(WrittenObject written) {
    return new MismatchException(
        "the copy is not equal to "
            + fromLocation
            + ": the store acknowledged the tag '"
            + written.etag()
            + "'");
  }
}
