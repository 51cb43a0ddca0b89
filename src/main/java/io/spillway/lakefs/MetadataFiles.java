package io.spillway.lakefs;

import io.spillway.SpillwayException;
import io.spillway.store.StoreException;
import io.spillway.store.Stores;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
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

  /**
   * Finds out how this job can read a repository's metadata files, by reading one: from the storage
   * namespace, else through the server.
   *
   * @param metaRangeId the metarange to read; it stays at hand for the next {@link #open}
   * @param notice is told in one sentence why it is not the storage, if so
   * @return the way that worked
   * @throws UnreadableFormatException when the format is the trouble, or neither way is open: the
   *     commit can still be listed
   * @throws DamagedFileException when the metarange is damaged
   * @throws StoreException {@code UNREACHABLE} when the server cannot be reached either
   */
  public static MetadataAccess choose(
      LakeFsClient client,
      Repository repository,
      Stores stores,
      String metaRangeId,
      Consumer<String> notice)
      throws IOException {
    Optional<String> objection = objection(client, repository, stores, metaRangeId);
    if (objection.isEmpty()) {
      return MetadataAccess.STORE;
    }
    String why = "This job cannot read the storage of repository '" + repository.name() + "' (";
    try (Handle tried =
        of(client, repository, stores, MetadataAccess.API)
            .open(MetadataKind.META_RANGE, metaRangeId)) {
      notice.accept(
          why + objection.get() + "): its metadata is read through the lakeFS server instead.");
      return MetadataAccess.API;
    } catch (StoreException e) {
      if (e.reason() == StoreException.Reason.UNREACHABLE) {
        throw e;
      }
      throw new UnreadableFormatException(
          why + objection.get() + "), and lakeFS does not hand it out: " + e.getMessage(), e);
    }
  }

  /** Why the storage cannot be read by this job. */
  private static Optional<String> objection(
      LakeFsClient client, Repository repository, Stores stores, String metaRangeId)
      throws IOException {
    String scheme = repository.storageNamespace().scheme();
    if (!stores.serves(scheme)) {
      return Optional.of(scheme + ":// is for the server alone");
    }
    try (Handle tried =
        of(client, repository, stores, MetadataAccess.STORE)
            .open(MetadataKind.META_RANGE, metaRangeId)) {
      return Optional.empty();
    } catch (StoreException | UncheckedIOException | SpillwayException e) {
      // The last: the server does not say where the files lie, or the storage's settings are wrong.
      return Optional.of(String.valueOf(e.getMessage()));
    }
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
