package io.spillway.source.lakefs.metadata;

import io.spillway.base.SpillwayException;
import io.spillway.base.SpillwayException.Kind;
import io.spillway.object.ReadMode;
import io.spillway.object.UnreadableFormatException;
import io.spillway.source.lakefs.api.LakeFsClient;
import io.spillway.source.lakefs.api.MetadataKind;
import io.spillway.source.lakefs.api.Presigning.Support;
import io.spillway.source.lakefs.api.Repository;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The choice of the way to a repository's metadata files, made by reading one of them.
 *
 * @param metaRangeId the metarange to read
 */
record MetadataChoice(
    LakeFsClient client, Repository repository, Stores stores, String metaRangeId, ReadMode mode) {

  /** Returns the first way that works: {@link MetadataFiles#choose}. */
  MetadataAccess make(Consumer<String> notice) throws IOException {
    return switch (mode) {
      case AUTO -> any(notice);
      case STORAGE -> storage();
      case PRESIGNED -> presigned();
      case LAKEFS -> {
        server("The metadata of repository '" + repository.name() + "' shall come through lakeFS");
        yield MetadataAccess.API;
      }
    };
  }

  private MetadataAccess any(Consumer<String> notice) throws IOException {
    Optional<String> objection = objection();
    if (objection.isEmpty()) {
      return MetadataAccess.STORE;
    }
    String why =
        "This job cannot read the storage of repository '"
            + repository.name()
            + "' ("
            + objection.get()
            + ")";
    if (isPresigned()) {
      notice.accept(why + ": its metadata is read by presigned links instead.");
      return MetadataAccess.PRESIGNED;
    }
    server(why);
    notice.accept(why + ": its metadata is read through the lakeFS server instead.");
    return MetadataAccess.API;
  }

  /**
   * Returns whether presigned links work. It tries them only if the server says that it presigns,
   * because the request would otherwise be wasted.
   */
  private boolean isPresigned() throws IOException {
    if (client.presigning().support(repository) != Support.YES) {
      return false;
    }
    try {
      attempt(MetadataAccess.PRESIGNED);
      return true;
    } catch (StoreException e) {
      return false;
    }
  }

  private MetadataAccess storage() throws IOException {
    Optional<String> objection = objection();
    if (objection.isPresent()) {
      throw new SpillwayException(
          Kind.UNREACHABLE,
          "This job cannot read the storage of repository '"
              + repository.name()
              + "' ("
              + objection.get()
              + "), and --read=storage allows no other way: give it credentials, or leave --read"
              + " out.");
    }
    return MetadataAccess.STORE;
  }

  private MetadataAccess presigned() throws IOException {
    if (client.presigning().support(repository) == Support.NO) {
      throw new SpillwayException(
          Kind.BAD_INPUT,
          client
              + " presigns no links to the storage of repository '"
              + repository.name()
              + "': choose another --read.");
    }
    try {
      attempt(MetadataAccess.PRESIGNED);
      return MetadataAccess.PRESIGNED;
    } catch (StoreException e) {
      throw unlessUnreachable(
          e, "No presigned link opens the metadata of repository '" + repository.name() + "'");
    }
  }

  /**
   * Tries to read through the server.
   *
   * @param why the beginning of the error message, which the server's objection follows
   */
  private void server(String why) throws IOException {
    try {
      attempt(MetadataAccess.API);
    } catch (StoreException e) {
      throw unlessUnreachable(e, why + ", and lakeFS does not hand it out");
    }
  }

  private static IOException unlessUnreachable(StoreException e, String sentence) {
    return e.reason() == Reason.UNREACHABLE
        ? e
        : new UnreadableFormatException(sentence + ": " + e.getMessage(), e);
  }

  /** Returns why this job cannot read the storage, or empty if it can. */
  private Optional<String> objection() throws IOException {
    String scheme = repository.storageNamespace().scheme();
    if (!stores.serves(scheme)) {
      return Optional.of(scheme + ":// is for the server alone");
    }
    try {
      attempt(MetadataAccess.STORE);
      return Optional.empty();
    } catch (StoreException | UncheckedIOException | SpillwayException e) {
      // SpillwayException: the server does not report where the files lie, or the storage's
      // settings are wrong.
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private void attempt(MetadataAccess access) throws IOException {
    MetadataFiles.of(client, repository, stores, access)
        .open(MetadataKind.META_RANGE, metaRangeId)
        .close();
  }
}
