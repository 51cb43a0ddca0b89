package io.spillway.source.lakefs.api;

import io.spillway.base.Location;
import java.io.Serializable;

/**
 * A repository, as its server describes it.
 *
 * @param name its id
 * @param storageNamespace where it keeps its objects and metadata, without slashes at its end
 * @param storageId which of the server's storages that is; empty where the server has one
 * @param defaultBranch the branch that users mean when they name none
 */
public record Repository(
    String name, Location storageNamespace, String storageId, String defaultBranch)
    implements Serializable {}
