package io.spillway.transfer;

import io.spillway.lakefs.Entry;
import io.spillway.plan.Proof;
import io.spillway.store.Body;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.StoredObject;
import io.spillway.store.WrittenObject;
import java.io.IOException;
import java.io.InputStream;

/**
 * A copy through this worker. Size and MD5 are counted on the way, and judged before the store sees
 * the end of the bytes: what is known to be damaged is never published.
 */
final class StreamedCopy {
  /** Opens the source. */
  interface Opening {
    OpenObject open() throws IOException;
  }

  private final Entry entry;
  private final Opening opening;
  private final Target target;
  private final boolean tagCounts;
  private String md5 = "";
  private Proof proof = Proof.SIZE;

  StreamedCopy(Entry entry, Opening opening, Target target) {
    this(entry, opening, target, true);
  }

  private StreamedCopy(Entry entry, Opening opening, Target target, boolean tagCounts) {
    this.entry = entry;
    this.opening = opening;
    this.target = target;
    this.tagCounts = tagCounts;
  }

  /**
   * The same copy from a server that repeats the entry's checksum as the tag, which so proves
   * nothing.
   */
  StreamedCopy withoutTag() {
    return new StreamedCopy(entry, opening, target, false);
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
      return opening.open();
    } catch (StoreException e) {
      if (Copier.isRefusal(e)) {
        throw new SourceDeniedException(e);
      }
      throw e;
    }
  }

  private void write(OpenObject source) throws IOException {
    InputStream checked =
        new Md5Stream(
            source.stream(), entry.size(), (size, digest) -> judge(source.object(), size, digest));
    try {
      WrittenObject written =
          target.store().write(target.key(), body(checked), target.attributes());
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

  private Body body(InputStream stream) {
    return new Body() {
      @Override
      public long size() {
        return entry.size();
      }

      @Override
      public InputStream open() {
        return stream;
      }
    };
  }

  /**
   * What the MD5 proves. One that differs from the entry's checksum is damage only where that
   * checksum is known to be an MD5 of the content: where the source's own tag is it, or where the
   * tag is the MD5 that came and so another than the commit's.
   */
  private void judge(StoredObject source, long size, String digest) throws IOException {
    md5 = digest;
    if (size != entry.size()) {
      throw new MismatchException(
          "its data ended after " + size + " of " + entry.size() + " bytes");
    }
    if (digest.equals(entry.checksum())) {
      proof = Proof.CHECKSUM;
      return;
    }
    boolean comparable = tagCounts && Tag.isPlain(entry.checksum()) && Tag.mayBeMd5(source);
    if (comparable && (source.etag().equals(entry.checksum()) || source.etag().equals(digest))) {
      throw new MismatchException(
          "its data is not the commit's: the MD5 is "
              + digest
              + ", the commit says "
              + entry.checksum());
    }
  }
}
