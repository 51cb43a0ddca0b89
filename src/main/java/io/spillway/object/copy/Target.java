package io.spillway.object.copy;

import io.spillway.store.Attributes;
import io.spillway.store.ObjectStore;
import io.spillway.store.StoreException;
import io.spillway.store.StoredObject;
import java.io.IOException;
import java.util.Optional;

/**
 * Where one object goes.
 *
 * @param store the destination's
 * @param key whole, in that store
 * @param attributes what it carries there
 */
record Target(ObjectStore store, String key, Attributes attributes) {

  /**
   * Tells, after a lost answer, whether the write happened all the same.
   *
   * @param tag the tag that the object must have, a digest of its content
   * @throws IOException when it did not happen, or nobody can tell
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
