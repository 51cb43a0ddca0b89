package io.spillway.source.lakefs;

import io.spillway.source.lakefs.api.Commit;

/**
 * A reference to a commit.
 *
 * @param name of a branch; or any reference: a branch, a tag, a commit id or a prefix of one, or an
 *     expression such as {@code main~1}
 * @param isBranch whether only a branch may have the name
 */
public record LakeFsRef(String name, boolean isBranch) {
  Commit in(LakeFsPin pin) {
    return isBranch ? pin.branch(name) : pin.ref(name);
  }
}
