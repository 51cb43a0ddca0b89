package io.spillway.object.copy;

import io.spillway.store.Attributes;
import io.spillway.store.ObjectStore;
import io.spillway.store.StoreException;
import io.spillway.store.StoredObject;
import java.io.IOException;
import java.util.Optional;

/**
 * The destination of one object.
 *
 * @param store the store to write to
 * @param key the whole key in that store
 * @param attributes the attributes of the object there
 */
record Target(ObjectStore store, String key, Attributes attributes) {

  /**
   * Verifies after a lost answer that the write has happened.
   *
   * @param tag the tag that the object must have, a digest of its content
   * @throws IOException if the write did not happen, or cannot be verified
   */
  void readBack(StoreException lost, long size, String tag) throws IOException {
    Optional<StoredObject> there = store.stat(key);
    if (there.isEmpty() || !isIt(there.get(), size, tag)) {
      throw lost;
    }
  }

  private boolean isIt(StoredObject there, long size, String tag) {
    return there.size() == size
        && !tag.isEmpty()
        && Tag.mayBeMd5(there)
        && Tag.same(there.etag(), tag)
        && (!store.keepsAttributes() || carriesAttributes(there));
  }

  private boolean carriesAttributes(StoredObject there) {
    return there.attributes().metadata().equals(attributes.metadata())
        && (attributes.contentType().isEmpty()
            || there.attributes().contentType().equals(attributes.contentType()));
  }
}
