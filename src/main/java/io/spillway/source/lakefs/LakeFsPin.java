package io.spillway.source.lakefs;

import io.spillway.base.SpillwayException;
import io.spillway.object.ObjectSource;
import io.spillway.object.ReadMode;
import io.spillway.object.SourceAccess;
import io.spillway.object.UnreadableFormatException;
import io.spillway.source.lakefs.api.Commit;
import io.spillway.source.lakefs.api.LakeFsClient;
import io.spillway.source.lakefs.api.LakeFsServer;
import io.spillway.source.lakefs.api.Repository;
import io.spillway.source.lakefs.metadata.MetadataAccess;
import io.spillway.source.lakefs.metadata.MetadataFiles;
import io.spillway.store.StoreException;
import io.spillway.store.Stores;
import java.io.IOException;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A resolver that pins a state of a lakeFS repository. It resolves a reference to a commit once and
 * never looks at the reference again. Uncommitted changes of a branch are not included.
 */
public final class LakeFsPin {
  private static final Logger LOG = LoggerFactory.getLogger(LakeFsPin.class);

  private static final Pattern COMMIT_ID = Pattern.compile("[0-9a-f]{64}");

  private final LakeFsServer server;
  private final LakeFsClient client;
  private final Repository repository;
  private final SourceAccess reads;

  /**
   * Creates a pin for a repository of a server.
   *
   * @throws SpillwayException (bad input, unreachable) if the repository or the server does not
   *     exist
   */
  public LakeFsPin(LakeFsServer server, String repository) {
    this(server, repository, SourceAccess.DEFAULT);
  }

  /**
   * Creates a pin for a repository of a server.
   *
   * @param reads the locations outside its storage namespace that may be read
   * @throws SpillwayException (bad input, unreachable) if the repository or the server does not
   *     exist
   */
  public LakeFsPin(LakeFsServer server, String repository, SourceAccess reads) {
    this.reads = reads;
    this.server = server;
    this.client = LakeFsClient.of(server);
    this.repository = client.repository(repository);
  }

  /** Returns the repository. */
  public Repository repository() {
    return repository;
  }

  /**
   * Returns the committed head of a branch.
   *
   * @throws SpillwayException (bad input) if the branch does not exist
   */
  public Commit branch(String branch) {
    return client.branchHead(repository.name(), branch);
  }

  /**
   * Returns the commit of any reference: a branch, a tag, a commit id or the beginning of one,
   * {@code main~1}.
   *
   * @throws SpillwayException (bad input) if the reference does not resolve to a commit
   */
  public Commit ref(String ref) {
    return client.commit(repository.name(), ref);
  }

  /** Returns whether a text has the form of a complete commit id. */
  public static boolean isCommitId(String id) {
    return COMMIT_ID.matcher(id).matches();
  }

  /**
   * Returns the commit with exactly the given id. Recorded ids are complete. The server may also
   * resolve the text as a branch or as the beginning of an id, which can mean another commit
   * tomorrow.
   *
   * @throws SpillwayException (bad input) if the id is not complete, or no such commit exists
   */
  public Commit commit(String id) {
    if (!isCommitId(id)) {
      throw notACommit(id);
    }
    Commit commit = ref(id);
    if (!commit.id().equals(id)) {
      throw notACommit(id);
    }
    return commit;
  }

  private static SpillwayException notACommit(String id) {
    return new SpillwayException(
        SpillwayException.Kind.BAD_INPUT, "'" + id + "' is not the id of a commit.");
  }

  /** Returns a commit as a source, read in the fastest way that works here. */
  public ObjectSource source(Commit commit, Stores stores) {
    return source(commit, stores, ReadMode.AUTO);
  }

  /**
   * Returns a commit as a source, read in the fastest way that is allowed and works here.
   *
   * @throws SpillwayException (unreachable, bad input) if the server cannot be reached, or the only
   *     allowed way does not work
   */
  public ObjectSource source(Commit commit, Stores stores, ReadMode mode) {
    if (commit.metaRangeId().isEmpty()) {
      return sourceBy(MetadataAccess.API, commit, stores);
    }
    try {
      MetadataAccess access =
          MetadataFiles.choose(
              client, repository, stores, commit.metaRangeId(), mode, this::notice);
      return sourceBy(access, commit, stores);
    } catch (UnreadableFormatException e) {
      return listed(commit, stores, e);
    } catch (StoreException e) {
      throw new SpillwayException(SpillwayException.Kind.UNREACHABLE, sentence(commit, e), e);
    } catch (IOException e) {
      // The file is damaged. Planning reads it again, and the destination then gets a marker that
      // names it.
      return sourceBy(again(stores, mode), commit, stores);
    }
  }

  private LakeFsSource sourceBy(MetadataAccess access, Commit commit, Stores stores) {
    return new LakeFsSource(server, repository, commit, stores, access, reads);
  }

  private MetadataAccess again(Stores stores, ReadMode mode) {
    if (mode == ReadMode.PRESIGNED) {
      return MetadataAccess.PRESIGNED;
    }
    boolean readable = stores.serves(repository.storageNamespace().scheme());
    return readable && mode.allows(ReadMode.STORAGE) ? MetadataAccess.STORE : MetadataAccess.API;
  }

  private static String sentence(Commit commit, IOException e) {
    return "Cannot read the metadata of commit " + commit.id() + ": " + e.getMessage();
  }

  /**
   * Logs a notice; at debug level for local storage, because only the server is expected to read
   * that.
   */
  private void notice(String sentence) {
    if (repository.storageNamespace().scheme().equals("local")) {
      LOG.debug(sentence);
    } else {
      LOG.info(sentence);
    }
  }

  private ObjectSource listed(Commit commit, Stores stores, IOException why) {
    LOG.warn(
        "The commit is listed through lakeFS's REST API, which is slower: {}", why.getMessage());
    return new ListedLakeFsSource(sourceBy(MetadataAccess.API, commit, stores));
  }
}
