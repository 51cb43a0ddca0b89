package io.spillway.object.copy;

import io.spillway.object.Entry;
import io.spillway.store.StoredObject;
import java.io.IOException;

/**
 * Exception thrown if the object at the source, or the copy at the destination, does not match the
 * snapshot.
 */
public final class MismatchException extends IOException {
  private static final long serialVersionUID = 1L;

  MismatchException(String message) {
    super(message);
  }

  /** Returns the exception for a source whose tag differs from the commit's. */
  public static MismatchException changed(String what, StoredObject source, Entry entry) {
    return new MismatchException(
        what
            + " was changed since the commit: its tag is "
            + source.etag()
            + ", the commit says "
            + entry.checksum());
  }
}
