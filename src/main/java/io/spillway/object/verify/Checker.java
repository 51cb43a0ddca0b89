package io.spillway.object.verify;

import io.spillway.destination.Found;
import io.spillway.destination.Prefix;
import io.spillway.object.Entry;
import io.spillway.object.ObjectSource;
import io.spillway.object.ReadMode;
import io.spillway.object.copy.Content;
import io.spillway.object.copy.MismatchException;
import io.spillway.object.copy.ObservedTags;
import io.spillway.object.copy.SourceReader;
import io.spillway.object.copy.StreamedCopy;
import io.spillway.object.copy.Tag;
import io.spillway.object.verify.Difference.Kind;
import io.spillway.store.ObjectStore;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.StoredObject;
import java.io.IOException;
import java.util.Optional;

/**
 * A check whether objects at a destination match a snapshot. One instance per task, safe for use by
 * many threads. User metadata and content types are not compared.
 *
 * <p><b>By the listing.</b> An object whose tag is the entry's checksum is equal. An object whose
 * tag is another MD5 is only suspicious: the checksum may be the truncated tag of a multipart
 * upload, or the destination's tag may not be derived from content. A HEAD of either object
 * decides. The object is different if the source's own tag confirms that the checksum is an MD5,
 * and tags of the destination are known to be digests. They are known to be if one has matched, or
 * if the content of a suspicious object was read. Without such evidence the sizes are compared;
 * likewise if the destination's tag is missing or made of parts.
 *
 * <p><b>By content.</b> Every byte at the destination is read. If its MD5 is not the entry's
 * checksum, the source's object is read too. The comparison of both decides, unless the source's
 * tag shows a change since the commit.
 */
public final class Checker {
  private final SourceReader source;
  private final Prefix destination;
  private final boolean readsContent;
  private final ObservedTags tags = new ObservedTags();

  /**
   * Creates a checker of one destination against one source.
   *
   * @param mode the ways in which the source's objects may be read
   * @param readsContent whether content is read, and not only listings
   */
  public Checker(ObjectSource source, Prefix destination, ReadMode mode, boolean readsContent) {
    this.source = new SourceReader(source, destination.stores(), mode);
    this.destination = destination;
    this.readsContent = readsContent;
  }

  /** Returns the finding if it needs no request, otherwise empty. */
  public Optional<Finding> atOnce(Entry entry, Found found) {
    if (entry.size() != found.size()) {
      return Optional.of(size(entry, found.size(), found.etag()));
    }
    boolean same = Tag.same(found.etag(), entry.checksum());
    if (same && Tag.isPlain(found.etag())) {
      tags.sawDigest();
    }
    if (entry.size() == 0) {
      boolean byTag = same && !readsContent;
      return Optional.of(Finding.equal(byTag ? Equality.CHECKSUM : Equality.CONTENT));
    }
    if (readsContent) {
      return Optional.empty();
    }
    if (same || isOfPartsOf(found.etag(), entry.checksum())) {
      return Optional.of(Finding.equal(Equality.CHECKSUM));
    }
    boolean suspicious = Tag.isPlain(found.etag()) && Tag.isPlain(entry.checksum());
    return suspicious && !tags.tellNothing()
        ? Optional.empty()
        : Optional.of(Finding.equal(Equality.SIZE));
  }

  /**
   * Returns whether a checksum is a tag of parts without the number of parts, which lakeFS cuts
   * off.
   */
  private static boolean isOfPartsOf(String tag, String checksum) {
    return Tag.isOfParts(tag) && Tag.same(tag.substring(0, tag.indexOf('-')), checksum);
  }

  /**
   * Returns the finding of a key that {@link #atOnce} left open. Never throws for objects that
   * cannot be read; they are findings as well.
   */
  public Finding check(Entry entry, Found found) {
    try {
      return readsContent ? read(entry, found) : suspect(entry);
    } catch (IOException | RuntimeException e) {
      return isGone(e) ? missing(entry) : unreadable(entry, found.etag(), "", e);
    }
  }

  private static boolean isGone(Exception e) {
    return e instanceof StoreException refusal && refusal.reason() == Reason.NOT_FOUND;
  }

  private Finding suspect(Entry entry) throws IOException {
    if (tags.tellNothing()) {
      return Finding.equal(Equality.SIZE);
    }
    Optional<StoredObject> there = store().stat(key(entry));
    if (there.isEmpty()) {
      return missing(entry);
    }
    StoredObject object = there.get();
    if (object.size() != entry.size()) {
      return size(entry, object.size(), object.etag());
    }
    if (object.opaqueEtag()) {
      tags.sawOpaque();
      return Finding.equal(Equality.SIZE);
    }
    if (Tag.same(object.etag(), entry.checksum())) {
      return Finding.equal(Equality.CHECKSUM);
    }
    if (!Tag.mayBeMd5(object) || !isMd5OfContent(entry)) {
      return Finding.equal(Equality.SIZE);
    }
    return tags.areDigests() ? checksum(entry, object.etag(), "") : probe(entry, object.etag());
  }

  /**
   * Returns whether the source's own tag confirms that the entry's checksum is an MD5 of the
   * content.
   */
  private boolean isMd5OfContent(Entry entry) {
    try {
      return source
          .stat(entry)
          .filter(object -> Tag.mayBeMd5(object) && Tag.same(object.etag(), entry.checksum()))
          .isPresent();
    } catch (IOException | RuntimeException e) {
      return false; // neither confirmed nor refuted
    }
  }

  /**
   * Reads the content of a suspicious object while no tag of the destination has matched yet,
   * because some stores derive tags from something else. Probes run one at a time, so that later
   * ones use the results of earlier ones.
   */
  private synchronized Finding probe(Entry entry, String tag) throws IOException {
    if (tags.tellNothing()) {
      return Finding.equal(Equality.SIZE);
    }
    if (tags.areDigests()) {
      return checksum(entry, tag, "");
    }
    Content content = content(entry);
    if (Tag.same(content.md5(), tag)) {
      tags.sawDigest();
    } else {
      tags.sawOther();
    }
    boolean same = Tag.same(content.md5(), entry.checksum());
    return (same ? Finding.equal(Equality.CONTENT) : checksum(entry, tag, content.md5()))
        .reading(content.object().size());
  }

  private Finding read(Entry entry, Found found) throws IOException {
    Content content = content(entry);
    long size = content.object().size();
    if (size != entry.size()) {
      return size(entry, size, content.object().etag()).reading(size);
    }
    if (isCommitted(content, entry)) {
      return Finding.equal(Equality.CONTENT).reading(size);
    }
    Content expected;
    try {
      expected = source.read(entry);
    } catch (IOException | RuntimeException e) {
      return unreadable(entry, found.etag(), content.md5(), e).reading(size);
    }
    if (expected.object().size() != size) {
      String reason = "the source's object has " + expected.object().size() + " bytes";
      return unreadable(entry, found.etag(), content.md5(), reason).reading(size);
    }
    if (Tag.contradicts(expected.object(), entry.checksum())) {
      String reason = MismatchException.changed("it", expected.object(), entry).getMessage();
      return unreadable(entry, found.etag(), content.md5(), String.valueOf(reason))
          .reading(2 * size);
    }
    if (content.md5().equals(expected.md5())) {
      return Finding.equal(Equality.CONTENT).reading(2 * size);
    }
    return doubt(entry, found, content, expected).reading(2 * size);
  }

  private static boolean isCommitted(Content content, Entry entry) {
    return Tag.same(content.md5(), entry.checksum()) || content.isCommitted();
  }

  /**
   * Returns the finding of two contents that differ. Content that came over plain HTTP is read once
   * more first, because bytes may have been damaged in transit.
   */
  private Finding doubt(Entry entry, Found found, Content content, Content expected)
      throws IOException {
    Content again = content.isSafe() ? content : content(entry);
    Content expectedAgain = expected.isSafe() ? expected : source.read(entry);
    if (again.md5().equals(expectedAgain.md5()) || isCommitted(again, entry)) {
      return Finding.equal(Equality.CONTENT);
    }
    if (!again.md5().equals(content.md5()) || !expectedAgain.md5().equals(expected.md5())) {
      String reason = "two reads of one object differ, so that one was damaged on its way";
      return unreadable(entry, found.etag(), again.md5(), reason);
    }
    return checksum(entry, found.etag(), content.md5());
  }

  private Content content(Entry entry) throws IOException {
    return Content.of(StreamedCopy.Origin.of(store(), key(entry)), entry);
  }

  private ObjectStore store() {
    return destination.store();
  }

  private String key(Entry entry) {
    return destination.key(entry.path());
  }

  /** Returns the finding of a key that the destination does not have. */
  public static Finding missing(Entry entry) {
    return Finding.of(Difference.missing(entry.path(), entry.size(), entry.checksum()));
  }

  private static Finding size(Entry entry, long size, String tag) {
    return different(Kind.SIZE, entry, size, tag, "", "");
  }

  private static Finding checksum(Entry entry, String tag, String md5) {
    return different(Kind.CHECKSUM, entry, entry.size(), tag, md5, "");
  }

  private static Finding unreadable(Entry entry, String tag, String md5, Exception e) {
    return unreadable(entry, tag, md5, SourceReader.reason(e));
  }

  private static Finding unreadable(Entry entry, String tag, String md5, String why) {
    String reason =
        md5.isEmpty()
            ? why
            : "the MD5 of its content is not the commit's checksum, and the source's object could"
                + " not tell: "
                + why;
    return different(Kind.UNREADABLE, entry, entry.size(), tag, md5, reason);
  }

  private static Finding different(
      Kind kind, Entry entry, long size, String tag, String md5, String reason) {
    return Finding.of(
        new Difference(kind, entry.path(), entry.size(), size, entry.checksum(), tag, md5, reason));
  }
}
