package io.spillway.object.copy;

import io.spillway.object.Entry;
import io.spillway.store.OpenObject;
import io.spillway.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;

/**
 * An object's content, read from its first byte to its last; only its digests are kept.
 *
 * @param object what its store said of it
 * @param md5 in lower-case hexadecimal digits
 * @param isSafe whether its bytes arrived as they were sent: {@link StreamedCopy.Origin}
 * @param isCommitted whether the entry's checksum is the tag of parts that such bytes have
 */
public record Content(StoredObject object, String md5, boolean isSafe, boolean isCommitted) {
  /** Reads it; a read that breaks goes on where it broke. */
  public static Content of(StreamedCopy.Origin origin, Entry entry) throws IOException {
    try (OpenObject opened = origin.open();
        InputStream bytes = new ResumingStream(opened, origin::open)) {
      if (!Tag.isOfParts(entry.checksum())) {
        return new Content(opened.object(), Md5Stream.drain(bytes), origin.protectsReads(), false);
      }
      PartsStream parts = new PartsStream(bytes, entry.size(), entry.checksum());
      String md5 = Md5Stream.drain(parts);
      return new Content(opened.object(), md5, origin.protectsReads(), parts.isRecognized());
    }
  }
}
