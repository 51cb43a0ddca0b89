package io.spillway.object.copy;

import io.spillway.object.Entry;
import io.spillway.object.ObjectSource;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import java.io.IOException;

/**
 * An entry's data, read through the source's own server. A commit does not change, so its tag must
 * not change either.
 */
record ThroughSource(ObjectSource source, Entry entry) implements StreamedCopy.Origin {
  @Override
  public boolean protectsReads() {
    return source.protectsReads();
  }

  @Override
  public OpenObject open() throws IOException {
    return source.open(entry, 0);
  }

  @Override
  public OpenObject open(long offset, String ifMatch) throws IOException {
    OpenObject opened = source.open(entry, offset);
    if (!opened.object().etag().equals(ifMatch)) {
      opened.close();
      throw new StoreException(
          Reason.CHANGED, "it changed while it was read: its tag is no longer '" + ifMatch + "'");
    }
    return opened;
  }
}
