package io.spillway.source.lakefs.api;

import io.lakefs.clients.sdk.InternalApi;
import io.lakefs.clients.sdk.ObjectsApi;
import io.lakefs.clients.sdk.model.ObjectStats;
import io.lakefs.clients.sdk.model.ObjectStatsList;
import io.spillway.object.Link;
import io.spillway.object.LinkedPath;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The presigned links of a lakeFS server: requests them, and reads by them. Safe for use by many
 * threads.
 *
 * <p>If no link is available, the failure is {@code DENIED}, whatever the server's reason, because
 * another way of reading may work.
 */
public final class Presigning {
  /** The server's own statement on presigning. */
  public enum Support {
    YES,
    NO,
    /** The server does not report it, or not to this user; a request for a link decides. */
    UNKNOWN
  }

  private final Connection connection;
  private final ObjectsApi objects;
  private final InternalApi internal;
  private final LinkReader reader;
  private final InstantSource clock;
  private final StorageConfigs configs;

  Presigning(
      Connection connection, StorageConfigs configs, LinkReader reader, InstantSource clock) {
    this.connection = connection;
    this.objects = new ObjectsApi(connection.sdk());
    this.configs = configs;
    this.internal = new InternalApi(connection.sdk());
    this.reader = reader;
    this.clock = clock;
  }

  /** Returns whether the server presigns links to a repository's storage; asks the server once. */
  public Support support(Repository repository) {
    return configs.of(repository).support();
  }

  /**
   * Returns links to many objects for the cost of one request.
   *
   * @param after the key just before the first requested key; empty to begin with the first key
   * @param amount the maximum number of links, 1 to {@link LakeFsClient#MAX_PAGE}
   * @return links in key order; fewer than the amount if no more follow
   * @throws StoreException if no links are available
   */
  public List<LinkedPath> list(String repository, String commitId, String after, int amount)
      throws IOException {
    String subject = "links to commit '" + commitId + "' of repository '" + repository + "'";
    ObjectStatsList page =
        asked(
            subject,
            () ->
                objects
                    .listObjects(repository, commitId)
                    .after(after.isEmpty() ? null : after)
                    .amount(amount)
                    .userMetadata(false)
                    .presign(true)
                    .buildCall(null),
            ObjectStatsList::fromJson);
    List<LinkedPath> links = new ArrayList<>();
    for (ObjectStats row : page.getResults()) {
      links.add(new LinkedPath(row.getPath(), linkOf(row, subject)));
    }
    return links;
  }

  /**
   * Returns a link to one object.
   *
   * @throws StoreException if no link is available; {@code NOT_FOUND} if the commit has no such
   *     path
   */
  public Link link(String repository, String commitId, String path) throws IOException {
    String subject = subject(repository, commitId, path);
    ObjectStats row =
        asked(
            subject,
            () ->
                objects
                    .statObject(repository, commitId, path)
                    .userMetadata(false)
                    .presign(true)
                    .buildCall(null),
            ObjectStats::fromJson);
    return linkOf(row, subject);
  }

  private Link linkOf(ObjectStats row, String subject) throws StoreException {
    return linkAt(row.getPhysicalAddress(), row.getPhysicalAddressExpiry(), subject);
  }

  private Link linkAt(String address, @Nullable Long expiry, String subject) throws StoreException {
    return LinkParser.parse(address, expiry, clock.instant())
        .orElseThrow(
            () ->
                new StoreException(
                    Reason.DENIED,
                    "lakeFS gives no presigned link that can be followed to " + subject + "."));
  }

  /**
   * Opens an object by a link.
   *
   * @param offset the first byte to read; at the object's end the stream is empty
   * @param ifMatch the tag that the object must have, or empty
   * @throws StoreException {@code DENIED} if the storage rejects the link, which may have expired
   */
  public OpenObject open(
      Link link, String repository, String commitId, String path, long offset, String ifMatch)
      throws IOException {
    return reader.open(link, subject(repository, commitId, path), offset, ifMatch);
  }

  private static String subject(String repository, String commitId, String path) {
    return "'" + path + "' of commit '" + commitId + "' of repository '" + repository + "'";
  }

  /**
   * Opens a metadata file by a link.
   *
   * @throws StoreException if no link is available, or the storage does not return the file
   */
  public OpenObject metadataObject(String repository, MetadataKind kind, String id)
      throws IOException {
    String subject = kind.word() + " '" + id + "' of repository '" + repository + "'";
    String address;
    try {
      address =
          connection.redirect(
              subject,
              () ->
                  internal
                      .getMetadataObject(repository, id, kind.apiName())
                      .presign(true)
                      .buildCall(null));
    } catch (ServerFailure e) {
      throw none(e);
    }
    return reader.open(linkAt(address, null, subject), subject, 0, "");
  }

  private <T> T asked(String subject, Connection.SdkRequest request, Connection.Parser<T> parser)
      throws IOException {
    try {
      return connection.read(subject, request, parser);
    } catch (ServerFailure e) {
      throw none(e);
    }
  }

  private static StoreException none(ServerFailure e) {
    StoreException failure = e.ofObject();
    return switch (failure.reason()) {
      case NOT_FOUND, UNREACHABLE, DENIED -> failure;
      case NO_CONTAINER, CHANGED, UNFIT, UNKNOWN, REFUSED, LAPSED ->
          new StoreException(Reason.DENIED, String.valueOf(failure.getMessage()), e);
    };
  }
}
