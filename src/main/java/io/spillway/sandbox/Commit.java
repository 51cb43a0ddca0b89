package io.spillway.sandbox;

import java.util.List;
import java.util.Map;

/**
 * One commit of a sandbox's repository.
 *
 * @param id 64 hexadecimal digits
 * @param message as it was given
 * @param committer who made it; empty for the commit that a repository begins with
 * @param created seconds since 1970
 * @param metaRangeId the file that lists its ranges; empty for the commit a repository begins with
 * @param parents ids, the first parent first
 * @param metadata as it was given
 * @param generation one more than its parents have
 */
public record Commit(
    String id,
    String message,
    String committer,
    long created,
    String metaRangeId,
    List<String> parents,
    Map<String, String> metadata,
    long generation) {

  public Commit {
    parents = List.copyOf(parents);
    metadata = Map.copyOf(metadata);
  }
}
