package io.spillway.base;

import java.io.Serializable;

/**
 * An immutable state of a source.
 *
 * @param source the source as users write it: {@code lakefs://example-repo}
 * @param id the id of the state: a commit id
 */
public record Snapshot(String source, String id) implements Serializable {
  @Override
  public String toString() {
    return source + "/" + id;
  }
}
