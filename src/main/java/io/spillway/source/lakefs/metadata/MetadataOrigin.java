package io.spillway.source.lakefs.metadata;

import io.spillway.base.Location;
import io.spillway.base.RecentlyUsed;
import io.spillway.base.SpillwayException;
import io.spillway.object.StorageAddress;
import io.spillway.source.lakefs.api.LakeFsClient;
import io.spillway.source.lakefs.api.MetadataKind;
import io.spillway.source.lakefs.api.Repository;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import io.spillway.store.Stores;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** The origin of a repository's metadata files. Equal origins have equal files. */
record MetadataOrigin(
    LakeFsClient client, Repository repository, Stores stores, MetadataAccess access) {
  private static final int MOST_FOLDERS = 64;
  private static final RecentlyUsed<MetadataOrigin, String> FOLDERS =
      new RecentlyUsed<>(MOST_FOLDERS);

  /**
   * Fetches and opens a file.
   *
   * <p>A damaged file is fetched once more before it is rejected, because the SDKs retry requests,
   * but not a body that ends early or has a flipped bit.
   */
  MetadataFile fetch(MetadataKind kind, String id) throws IOException {
    try {
      return attempt(kind, id);
    } catch (DamagedFileException | StoreException first) {
      if (!mayHaveBrokenOnTheWay(first)) {
        throw first;
      }
      try {
        return attempt(kind, id);
      } catch (IOException second) {
        second.addSuppressed(first);
        throw second;
      }
    }
  }

  private static boolean mayHaveBrokenOnTheWay(IOException e) {
    return e instanceof DamagedFileException
        || (e instanceof StoreException s && s.reason() == StoreException.Reason.UNKNOWN);
  }

  private MetadataFile attempt(MetadataKind kind, String id) throws IOException {
    String name = kind.word() + " " + id + " of repository '" + repository.name() + "'";
    Path copy = LocalCopy.create(name);
    try {
      download(kind, id, name, copy);
      return MetadataFile.open(copy, name);
    } finally {
      // An open file no longer needs its name. Without the name, even a killed process leaves
      // nothing behind.
      LocalCopy.delete(copy);
    }
  }

  private void download(MetadataKind kind, String id, String name, Path copy) throws IOException {
    if (access == MetadataAccess.API) {
      try (InputStream in = client.metadataObject(repository.name(), kind, id)) {
        LocalCopy.fill(copy, in, name);
      }
      return;
    }
    try (OpenObject object = open(kind, id)) {
      long size = object.object().size();
      long arrived = LocalCopy.fill(copy, object.stream(), name);
      if (arrived != size) {
        throw new DamagedFileException(
            name, "its download ended after " + arrived + " of " + size + " bytes");
      }
    }
  }

  private OpenObject open(MetadataKind kind, String id) throws IOException {
    if (access == MetadataAccess.PRESIGNED) {
      return client.presigning().metadataObject(repository.name(), kind, id);
    }
    Location location = location(kind, id);
    return stores.open(location).open(location.path(), 0);
  }

  /**
   * Returns the location of a file. The server is asked once per repository and JVM, because all
   * files share one folder, and a request per range would cost as much as many of the reads. If the
   * answer is not a folder followed by the id, the server is asked for each file.
   */
  private Location location(MetadataKind kind, String id) {
    Optional<String> known = FOLDERS.find(this);
    if (known.isPresent()) {
      return resolve(known.get() + id);
    }
    String answer = client.metadataLocation(repository.name(), kind, id);
    if (answer.endsWith("/" + id)) {
      FOLDERS.put(this, answer.substring(0, answer.length() - id.length()));
    }
    return resolve(answer);
  }

  /**
   * Returns the location that the server names. INVARIANT: metadata files lie in the storage
   * namespace. An answer that names another location is rejected.
   */
  private Location resolve(String place) {
    Location namespace = repository.storageNamespace();
    Location found = place.contains("://") ? StorageAddress.parse(place) : namespace.resolve(place);
    if (!found.isNormal() || !found.isWithin(namespace)) {
      throw new SpillwayException(
          SpillwayException.Kind.FAILED,
          client + " says that metadata lies at " + found + ", outside of " + namespace + ".");
    }
    return found;
  }
}
