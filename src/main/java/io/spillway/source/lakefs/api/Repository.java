package io.spillway.source.lakefs.api;

import io.spillway.base.Location;
import java.io.Serializable;

/**
 * A repository, as its server describes it.
 *
 * @param name the id of the repository
 * @param storageNamespace the location of its objects and metadata, without slashes at its end
 * @param storageId the id of this storage at the server; empty if the server has only one storage
 * @param defaultBranch the branch used if users do not name one
 */
public record Repository(
    String name, Location storageNamespace, String storageId, String defaultBranch)
    implements Serializable {}
