package io.spillway.object.copy;

import io.spillway.object.Entry;
import io.spillway.store.OpenObject;
import io.spillway.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;

/**
 * The digests of an object's content after a complete read.
 *
 * @param object the object as its store described it
 * @param md5 lower-case hexadecimal digits
 * @param isSafe whether the bytes are protected in transit: {@link StreamedCopy.Origin}
 * @param isCommitted whether the entry's checksum is a tag of parts, and these bytes have that tag
 */
public record Content(StoredObject object, String md5, boolean isSafe, boolean isCommitted) {
  /** Reads the content. A broken read resumes where it broke. */
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
