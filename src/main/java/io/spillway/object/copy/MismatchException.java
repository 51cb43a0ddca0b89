package io.spillway.object.copy;

import io.spillway.object.Entry;
import io.spillway.store.StoredObject;
import java.io.IOException;

/** What is at the source, or arrived at the destination, is not what the snapshot has. */
public final class MismatchException extends IOException {
  private static final long serialVersionUID = 1L;

  MismatchException(String message) {
    super(message);
  }

  /** Says that a source's tag is another than the commit's. */
  public static MismatchException changed(String what, StoredObject source, Entry entry) {
    return new MismatchException(
        what
            + " was changed since the commit: its tag is "
            + source.etag()
            + ", the commit says "
            + entry.checksum());
  }
}
