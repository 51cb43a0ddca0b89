package io.spillway.sandbox;

import java.util.List;
import java.util.Map;

/**
 * A commit of a sandbox's repository.
 *
 * @param id 64 hexadecimal digits
 * @param message as it was given
 * @param committer the user who committed; empty for a repository's first commit
 * @param created in seconds since 1970
 * @param metaRangeId the metarange file, which lists the commit's ranges; empty for a repository's
 *     first commit
 * @param parents ids, the first parent first
 * @param metadata as it was given
 * @param generation one more than that of its parents
 */
public record StoredCommit(
    String id,
    String message,
    String committer,
    long created,
    String metaRangeId,
    List<String> parents,
    Map<String, String> metadata,
    long generation) {

  public StoredCommit {
    parents = List.copyOf(parents);
    metadata = Map.copyOf(metadata);
  }
}
