package io.spillway.transfer;

import io.spillway.store.OpenObject;
import io.spillway.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;

/**
 * What was read of an object, from its first byte to its last; only its digest is kept.
 *
 * @param object what its store said of it
 * @param md5 in lower-case hexadecimal digits
 * @param isSafe whether its bytes arrived as they were sent: {@link StreamedCopy.Origin}
 */
record Content(StoredObject object, String md5, boolean isSafe) {
  /** Reads it; a read that breaks goes on where it broke. */
  static Content of(StreamedCopy.Origin origin) throws IOException {
    try (OpenObject opened = origin.open();
        InputStream bytes = new ResumingStream(opened, origin::open)) {
      return new Content(opened.object(), Md5Stream.drain(bytes), origin.protectsReads());
    }
  }
}
