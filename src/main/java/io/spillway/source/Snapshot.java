package io.spillway.source;

import java.io.Serializable;

/**
 * One state of a source that never changes again.
 *
 * @param source what it is a state of, as users write it: {@code lakefs://example-repo}
 * @param id names the state: a commit id
 */
public record Snapshot(String source, String id) implements Serializable {
  @Override
  public String toString() {
    return source + "/" + id;
  }
}
