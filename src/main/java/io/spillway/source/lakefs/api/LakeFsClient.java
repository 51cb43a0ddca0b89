package io.spillway.source.lakefs.api;

import static io.spillway.base.SpillwayException.Kind.BAD_INPUT;

import io.lakefs.clients.sdk.BranchesApi;
import io.lakefs.clients.sdk.CommitsApi;
import io.lakefs.clients.sdk.InternalApi;
import io.lakefs.clients.sdk.MetadataApi;
import io.lakefs.clients.sdk.ObjectsApi;
import io.lakefs.clients.sdk.RepositoriesApi;
import io.lakefs.clients.sdk.model.ObjectStats;
import io.lakefs.clients.sdk.model.ObjectStatsList;
import io.lakefs.clients.sdk.model.Ref;
import io.lakefs.clients.sdk.model.StorageURI;
import io.spillway.base.Bytes;
import io.spillway.base.Location;
import io.spillway.base.RecentlyUsed;
import io.spillway.base.SpillwayException;
import io.spillway.object.Entry;
import io.spillway.object.StorageAddress;
import io.spillway.store.OpenObject;
import io.spillway.store.RetryPolicy;
import io.spillway.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client of a lakeFS server. Safe for use by many threads; its connections are shared and kept
 * alive.
 *
 * <p>Requests about a repository fail with {@link SpillwayException}: bad input if a name does not
 * exist; unreachable if the server cannot be reached, rejects the credentials, or is not lakeFS.
 * Reads of bytes fail with {@link StoreException}.
 */
public final class LakeFsClient {
  /** The maximum number of entries that lakeFS lists per request. */
  public static final int MAX_PAGE = 1_000;

  private static final int MOST_CLIENTS = 16;
  private static final RecentlyUsed<Server, LakeFsClient> CLIENTS =
      new RecentlyUsed<>(MOST_CLIENTS);

  private final String url;
  private final Connection connection;
  private final RepositoriesApi repositories;
  private final BranchesApi branches;
  private final CommitsApi commits;
  private final ObjectsApi objects;
  private final MetadataApi metadata;
  private final InternalApi internal;
  private final StorageConfigs configs;
  private final Presigning presigning;
  private final Hints hints;

  /**
   * The settings that identify a client. Its text shows only the address, because it contains a
   * secret.
   */
  private record Server(
      String url,
      String accessKey,
      String secretKey,
      String token,
      Duration connecting,
      Duration reading,
      RetryPolicy retries) {
    @Override
    public String toString() {
      return url;
    }
  }

  private LakeFsClient(LakeFsServer server) {
    this.url = server.url();
    this.connection = new Connection(server);
    this.repositories = new RepositoriesApi(connection.sdk());
    this.branches = new BranchesApi(connection.sdk());
    this.commits = new CommitsApi(connection.sdk());
    this.objects = new ObjectsApi(connection.sdk());
    this.metadata = new MetadataApi(connection.sdk());
    this.internal = new InternalApi(connection.sdk());
    this.hints = new Hints(connection);
    this.configs = new StorageConfigs(connection);
    this.presigning =
        new Presigning(connection, configs, new LinkReader(server), InstantSource.system());
  }

  /**
   * Returns the JVM's client for equal settings, if it is still cached, or a new one. Sends no
   * request.
   */
  public static LakeFsClient of(LakeFsServer server) {
    Server settings =
        new Server(
            server.url(),
            server.accessKey(),
            server.secretKey(),
            server.token(),
            server.connectionTimeout(),
            server.readTimeout(),
            server.retries());
    LakeFsClient client = CLIENTS.computeIfAbsent(settings, key -> new LakeFsClient(server));
    if (server.wasReached()) {
      client.connection.watch().answered();
    }
    return client;
  }

  /** Returns the presigned links of the server. */
  public Presigning presigning() {
    return presigning;
  }

  /**
   * Returns the server's word for a repository's kind of storage, for example {@code s3} or {@code
   * local}. Empty if the server does not report it, or not to this user. Asks the server once.
   */
  public String storageType(Repository repository) {
    return configs.of(repository).type();
  }

  /** Loads the SDK's classes, so that the first client starts faster. Sends no request. */
  public static void warmUp(LakeFsServer anyServer) {
    var unused = new LakeFsClient(anyServer);
  }

  /**
   * Returns a repository.
   *
   * @throws SpillwayException (bad input) if no repository has that name
   */
  public Repository repository(String name) {
    String subject = checked("repository", name);
    var found =
        find(
            subject,
            () -> repositories.getRepository(name).buildCall(null),
            io.lakefs.clients.sdk.model.Repository::fromJson,
            () -> hints.onRepository(name));
    return new Repository(
        name,
        namespace(found.getStorageNamespace()),
        Objects.requireNonNullElse(found.getStorageId(), ""),
        found.getDefaultBranch());
  }

  // lakeFS ignores slashes at the end of a namespace.
  private static Location namespace(String text) {
    return StorageAddress.parse(text).asRoot();
  }

  /**
   * Returns the committed head of a branch, without uncommitted changes.
   *
   * @throws SpillwayException (bad input) if the branch does not exist; a tag is not a branch
   */
  public Commit branchHead(String repository, String branch) {
    String subject = checked("branch", branch) + " of " + checked("repository", repository);
    Ref head =
        find(
            subject,
            () -> branches.getBranch(repository, branch).buildCall(null),
            Ref::fromJson,
            () -> hints.onBranch(repository, branch));
    return commit(repository, head.getCommitId());
  }

  /**
   * Returns the commit that a ref currently resolves to.
   *
   * @param ref a branch (its committed head), a tag, a commit id or the beginning of one, or an
   *     expression such as {@code main~1}
   * @throws SpillwayException (bad input) if the ref does not resolve to a commit
   */
  public Commit commit(String repository, String ref) {
    String subject = checked("ref", ref) + " of " + checked("repository", repository);
    var found =
        find(
            subject,
            () -> commits.getCommit(repository, ref).buildCall(null),
            io.lakefs.clients.sdk.model.Commit::fromJson,
            () -> hints.onRef(repository, ref));
    return new Commit(repository, found.getId(), found.getMetaRangeId());
  }

  /**
   * Lists objects of a commit.
   *
   * @param after the path after which the listing begins; empty to begin with the first
   * @param amount the maximum number of objects, 1 to {@link #MAX_PAGE}
   */
  public Page list(String repository, String commitId, String after, int amount) {
    if (amount < 1 || amount > MAX_PAGE) {
      throw new IllegalArgumentException("Invalid amount: " + amount);
    }
    String subject = checked("commit", commitId) + " of " + checked("repository", repository);
    ObjectStatsList page =
        ask(
            subject,
            () ->
                objects
                    .listObjects(repository, commitId)
                    .after(after.isEmpty() ? null : after)
                    .amount(amount)
                    .userMetadata(true)
                    .presign(false)
                    .buildCall(null),
            LakeFsClient::listing);
    List<Entry> entries = page.getResults().stream().map(LakeFsClient::entry).toList();
    return new Page(entries, page.getPagination().getHasMore());
  }

  private static @Nullable ObjectStatsList listing(String json) throws IOException {
    ObjectStatsList page = ObjectStatsList.fromJson(json);
    boolean sized =
        page != null && page.getResults().stream().allMatch(row -> row.getSizeBytes() != null);
    return sized ? page : null;
  }

  private static Entry entry(ObjectStats row) {
    return new Entry(
        Bytes.of(row.getPath()),
        row.getPhysicalAddress(),
        false,
        Objects.requireNonNull(row.getSizeBytes()),
        row.getChecksum(),
        row.getMtime(),
        Objects.requireNonNullElse(row.getMetadata(), Map.of()),
        Objects.requireNonNullElse(row.getContentType(), ""),
        Bytes.EMPTY);
  }

  /**
   * Opens an object's bytes through the server, for storage that only the server can read.
   *
   * @param offset the first byte to read; at the object's end the stream is empty
   * @throws StoreException {@code NOT_FOUND} if the commit has no such path, or the data is gone
   */
  public OpenObject open(String repository, String commitId, String path, long offset)
      throws IOException {
    String subject =
        "'"
            + path
            + "' of "
            + checked("commit", commitId)
            + " of "
            + checked("repository", repository);
    // An empty object has no range. Even a range from 0 on would be rejected.
    String range = offset == 0 ? null : "bytes=" + offset + "-";
    try {
      Connection.Answer answer =
          connection.open(
              subject,
              () ->
                  objects
                      .getObject(repository, commitId, path)
                      .range(range)
                      .presign(false)
                      .buildCall(null));
      return new ObjectAnswer(answer, connection.failures(), subject).from(path, offset);
    } catch (ServerFailure e) {
      throw e.ofObject();
    }
  }

  /**
   * Returns the location of a metadata file, relative to the repository's storage namespace. The
   * server does not check that the file exists.
   */
  public String metadataLocation(String repository, MetadataKind kind, String id) {
    String subject = checked(kind.word(), id) + " of " + checked("repository", repository);
    return ask(
            subject,
            () ->
                kind == MetadataKind.META_RANGE
                    ? metadata.getMetaRange(repository, id).buildCall(null)
                    : metadata.getRange(repository, id).buildCall(null),
            StorageURI::fromJson)
        .getLocation();
  }

  /**
   * Opens a metadata file through the server.
   *
   * @throws StoreException {@code NOT_FOUND} if the server does not have it
   */
  public InputStream metadataObject(String repository, MetadataKind kind, String id)
      throws IOException {
    String subject = checked(kind.word(), id) + " of " + checked("repository", repository);
    try {
      Connection.Answer answer =
          connection.open(
              subject,
              () ->
                  internal
                      .getMetadataObject(repository, id, kind.apiName())
                      .presign(false)
                      .buildCall(null));
      return new ObjectAnswer(answer, connection.failures(), subject).whole();
    } catch (ServerFailure e) {
      throw e.ofObject();
    }
  }

  private <T> T ask(String subject, Connection.SdkRequest request, Connection.Parser<T> parser) {
    return find(subject, request, parser, () -> "");
  }

  /**
   * Reads something by its name.
   *
   * @param hint provides a further sentence for the error message if the name does not exist
   */
  private <T> T find(
      String subject,
      Connection.SdkRequest request,
      Connection.Parser<T> parser,
      Supplier<String> hint) {
    try {
      return connection.read(subject, request, parser);
    } catch (ServerFailure e) {
      throw e.isMissing() ? e.stop(hint.get()) : e.stop("");
    } catch (InterruptedIOException e) {
      throw new SpillwayException(
          SpillwayException.Kind.FAILED, "Asking lakeFS for " + subject + " was interrupted.", e);
    } catch (IOException e) {
      throw new SpillwayException(
          SpillwayException.Kind.FAILED, "Asking lakeFS for " + subject + " failed.", e);
    }
  }

  /** Returns the subject for error messages. Rejects names that a URL's path would swallow. */
  private String checked(String what, String name) {
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw new SpillwayException(
          BAD_INPUT,
          "lakeFS at " + url + " has no " + what + " '" + name + "': it is not a valid name.");
    }
    return what + " '" + name + "'";
  }

  @Override
  public String toString() {
    return "lakeFS at " + url;
  }
}
