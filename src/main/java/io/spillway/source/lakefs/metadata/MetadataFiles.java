package io.spillway.source.lakefs.metadata;

import io.spillway.base.SpillwayException;
import io.spillway.object.ReadMode;
import io.spillway.object.UnreadableFormatException;
import io.spillway.source.lakefs.api.LakeFsClient;
import io.spillway.source.lakefs.api.MetadataKind;
import io.spillway.source.lakefs.api.Repository;
import io.spillway.store.StoreException;
import io.spillway.store.Stores;
import java.io.Closeable;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * The metadata files of a repository, fetched on demand and kept while they are used.
 *
 * <p>All threads of a JVM share them, so a range that many tasks need at once is fetched once. Four
 * files may stay open after their last use (at most 20 MiB each on the local disk). The name of a
 * file is deleted from the disk as soon as the file is open, so a killed process leaves nothing
 * behind.
 */
public final class MetadataFiles {
  private static final int MAX_IDLE = 4;
  private static final MetadataCache CACHE = new MetadataCache(MAX_IDLE);

  private final MetadataOrigin origin;

  private MetadataFiles(MetadataOrigin origin) {
    this.origin = origin;
  }

  private record Key(MetadataOrigin origin, MetadataKind kind, String id) {}

  /** Returns the files of a repository. Sends no request, and is cheap to call again. */
  public static MetadataFiles of(
      LakeFsClient client, Repository repository, Stores stores, MetadataAccess access) {
    return new MetadataFiles(new MetadataOrigin(client, repository, stores, access));
  }

  /**
   * Calls {@link #choose(LakeFsClient, Repository, Stores, String, ReadMode, Consumer)} with all
   * ways allowed.
   */
  public static MetadataAccess choose(
      LakeFsClient client,
      Repository repository,
      Stores stores,
      String metaRangeId,
      Consumer<String> notice)
      throws IOException {
    return choose(client, repository, stores, metaRangeId, ReadMode.AUTO, notice);
  }

  /**
   * Determines how this job can read a repository's metadata files, by reading one of them: from
   * the storage namespace, else by presigned links, else through the server.
   *
   * @param metaRangeId the metarange to read; it stays cached for the next {@link #open}
   * @param mode the allowed ways
   * @param notice receives one sentence with the reason if the storage is not used
   * @return the way that worked
   * @throws UnreadableFormatException if the format cannot be read, or no way through the server
   *     works; the commit can still be listed
   * @throws DamagedFileException if the metarange is damaged
   * @throws StoreException {@code UNREACHABLE} if the server cannot be reached either
   * @throws SpillwayException if the only allowed way does not work
   */
  public static MetadataAccess choose(
      LakeFsClient client,
      Repository repository,
      Stores stores,
      String metaRangeId,
      ReadMode mode,
      Consumer<String> notice)
      throws IOException {
    return new MetadataChoice(client, repository, stores, metaRangeId, mode).make(notice);
  }

  /**
   * Opens a file. The caller must close the handle; the file stays open until then.
   *
   * @throws DamagedFileException if the file is damaged, also after it was fetched again
   * @throws UnreadableFormatException if it cannot be read here
   * @throws StoreException if it cannot be fetched
   */
  public Handle open(MetadataKind kind, String id) throws IOException {
    return new Handle(CACHE.open(new Key(origin, kind, id), () -> origin.fetch(kind, id)));
  }

  /** A reference to an open file. */
  public static final class Handle implements Closeable {
    private final MetadataCache.Lease lease;

    private Handle(MetadataCache.Lease lease) {
      this.lease = lease;
    }

    /**
     * Returns the file, which may be used until this handle is closed. Callers must not close the
     * file itself.
     */
    public MetadataFile file() {
      return lease.file();
    }

    @Override
    public void close() {
      lease.close();
    }
  }
}
