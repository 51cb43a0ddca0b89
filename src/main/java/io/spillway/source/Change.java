package io.spillway.source;

import io.spillway.Bytes;
import io.spillway.lakefs.Entry;
import org.jspecify.annotations.Nullable;

/**
 * A key at which the destination may differ from the target.
 *
 * @param key raw bytes
 * @param target what the target has there; null when it has nothing
 * @param isInBase whether the first of the other snapshots has it: the last success, if there was
 *     one
 */
public record Change(Bytes key, @Nullable Entry target, boolean isInBase) {
  /** Whether the target has nothing there. */
  public boolean isDelete() {
    return target == null;
  }

  /** The key as text. */
  public String path() {
    return key.text();
  }
}
