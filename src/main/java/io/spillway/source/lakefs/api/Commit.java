package io.spillway.source.lakefs.api;

import java.io.Serializable;

/**
 * One exact state of a repository.
 *
 * @param repository the name of the repository
 * @param id 64 hexadecimal digits
 * @param metaRangeId the metarange that lists its ranges; empty for the first commit of a
 *     repository, which has no objects
 */
public record Commit(String repository, String id, String metaRangeId) implements Serializable {}
