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
 * Pins a state of a lakeFS repository: asks once which commit a reference means, and never looks at
 * the reference again. Uncommitted changes of a branch are no part of it.
 */
public final class LakeFsPin {
  private static final Logger LOG = LoggerFactory.getLogger(LakeFsPin.class);

  private static final Pattern COMMIT_ID = Pattern.compile("[0-9a-f]{64}");

  private final LakeFsServer server;
  private final LakeFsClient client;
  private final Repository repository;
  private final SourceAccess reads;

  /**
   * A repository of a server.
   *
   * @throws SpillwayException (bad input, unreachable) when there is no such repository or no such
   *     server
   */
  public LakeFsPin(LakeFsServer server, String repository) {
    this(server, repository, SourceAccess.DEFAULT);
  }

  /**
   * A repository of a server.
   *
   * @param reads which places outside its storage namespace may be read
   * @throws SpillwayException (bad input, unreachable) when there is no such repository or no such
   *     server
   */
  public LakeFsPin(LakeFsServer server, String repository, SourceAccess reads) {
    this.reads = reads;
    this.server = server;
    this.client = LakeFsClient.of(server);
    this.repository = client.repository(repository);
  }

  /** The repository. */
  public Repository repository() {
    return repository;
  }

  /**
   * The committed head of a branch.
   *
   * @throws SpillwayException (bad input) when there is no such branch
   */
  public Commit branch(String branch) {
    return client.branchHead(repository.name(), branch);
  }

  /**
   * Returns the commit of any reference: a branch, a tag, a commit id or the beginning of one,
   * {@code main~1}.
   *
   * @throws SpillwayException (bad input) when it means nothing
   */
  public Commit ref(String ref) {
    return client.commit(repository.name(), ref);
  }

  /** Returns whether that is the form of a commit's whole id. */
  public static boolean isCommitId(String id) {
    return COMMIT_ID.matcher(id).matches();
  }

  /**
   * The commit by exactly that id. A recorded id is whole; what else the server may take the text
   * for, a branch or the beginning of an id, is another commit tomorrow.
   *
   * @throws SpillwayException (bad input) when it is no whole id, or there is no such commit
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

  /** A commit as a source, read in the fastest way that works here. */
  public ObjectSource source(Commit commit, Stores stores) {
    return source(commit, stores, ReadMode.AUTO);
  }

  /**
   * A commit as a source, read in the fastest way that is allowed and works here.
   *
   * @throws SpillwayException (unreachable, bad input) when the server is gone, or the only way
   *     that is allowed is closed
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
      // Damaged: planning meets it again, where the destination gets a marker that names it.
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

  /** A storage that only the server can read is nothing to wonder about. */
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
