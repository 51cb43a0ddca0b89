package io.spillway.object;

import io.spillway.base.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A key at which the destination may differ from the target.
 *
 * @param key raw bytes
 * @param target the target's entry at the key, or null if it has none
 * @param isInBase whether the first base has the key: the last success, if there was one
 */
public record Change(Bytes key, @Nullable Entry target, boolean isInBase) {
  /** Returns whether the target has no entry at the key. */
  public boolean isDelete() {
    return target == null;
  }

  /** Returns the key as text. */
  public String path() {
    return key.text();
  }
}
