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
 * The metadata files of a repository, fetched when they are wanted and kept while they are used.
 *
 * <p>All of a JVM share them: however many tasks want a range at once, it is fetched once. Four may
 * stay open after their last user left (at most 20 MiB each on the local disk). The file on the
 * disk has no name from the moment it is open, so nothing is left behind by a process that is
 * killed.
 */
public final class MetadataFiles {
  private static final int MAX_IDLE = 4;
  private static final MetadataCache CACHE = new MetadataCache(MAX_IDLE);

  private final MetadataOrigin origin;

  private MetadataFiles(MetadataOrigin origin) {
    this.origin = origin;
  }

  private record Key(MetadataOrigin origin, MetadataKind kind, String id) {}

  /** The files of a repository; asks nobody yet, and costs nothing to make again. */
  public static MetadataFiles of(
      LakeFsClient client, Repository repository, Stores stores, MetadataAccess access) {
    return new MetadataFiles(new MetadataOrigin(client, repository, stores, access));
  }

  /** {@link #choose(LakeFsClient, Repository, Stores, String, ReadMode, Consumer)} of all ways. */
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
   * Finds out how this job can read a repository's metadata files, by reading one: from the storage
   * namespace, else by presigned links, else through the server.
   *
   * @param metaRangeId the metarange to read; it stays at hand for the next {@link #open}
   * @param mode which of these ways are allowed
   * @param notice is told in one sentence why it is not the storage, if so
   * @return the way that worked
   * @throws UnreadableFormatException when the format is the trouble, or no way through the server
   *     is open: the commit can still be listed
   * @throws DamagedFileException when the metarange is damaged
   * @throws StoreException {@code UNREACHABLE} when the server cannot be reached either
   * @throws SpillwayException when the only way that is allowed is closed
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
   * Opens a file. It must be closed; until then it stays.
   *
   * @throws DamagedFileException when it is damaged, and was so when it was fetched again
   * @throws UnreadableFormatException when it cannot be read here
   * @throws StoreException when it cannot be fetched
   */
  public Handle open(MetadataKind kind, String id) throws IOException {
    return new Handle(CACHE.open(new Key(origin, kind, id), () -> origin.fetch(kind, id)));
  }

  /** A hold on a file. */
  public static final class Handle implements Closeable {
    private final MetadataCache.Lease lease;

    private Handle(MetadataCache.Lease lease) {
      this.lease = lease;
    }

    /** The file, to be used until this is closed, and never to be closed itself. */
    public MetadataFile file() {
      return lease.file();
    }

    @Override
    public void close() {
      lease.close();
    }
  }
}
