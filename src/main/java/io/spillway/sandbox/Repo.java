package io.spillway.sandbox;

import io.spillway.base.Bytes;
import io.spillway.base.Location;
import io.spillway.object.Entry;
import io.spillway.sandbox.metadata.RangeLimits;
import io.spillway.source.lakefs.metadata.RangeInfo;
import io.spillway.store.Body;
import io.spillway.store.OpenObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A repository of a sandbox. References take every form that lakeFS accepts: a branch, a tag, a
 * commit id or a prefix of one, {@code main~1}, {@code main^}, {@code main@}.
 *
 * <p>A request that lakeFS would reject throws an {@link IllegalStateException} with lakeFS's
 * message; a failing disk or store throws an {@link UncheckedIOException}.
 */
public final class Repo {
  private static final String COMMITTER = "admin";
  private static final NavigableMap<Bytes, StagedChange> NOTHING = Collections.emptyNavigableMap();

  private final String id;
  private final Location storageNamespace;
  private final String defaultBranch;
  private final Storage storage;
  private final MetadataStore files;
  private final RangeLimits limits;
  private final InstantSource clock;
  private final Upload upload;
  private final long created;
  private final CommitHistory history = new CommitHistory();
  private final ConcurrentSkipListMap<String, Branch> branches = new ConcurrentSkipListMap<>();
  private final ConcurrentSkipListMap<String, StoredCommit> tags = new ConcurrentSkipListMap<>();

  Repo(
      String id,
      Location storageNamespace,
      String defaultBranch,
      Storage storage,
      MetadataStore files,
      RangeLimits limits,
      InstantSource clock) {
    this.id = id;
    this.storageNamespace = storageNamespace;
    this.defaultBranch = defaultBranch;
    this.storage = storage;
    this.files = files;
    this.limits = limits;
    this.clock = clock;
    this.upload = new Upload(storage, storageNamespace);
    this.created = now();
    StoredCommit first =
        history.add(
            new StoredCommit("", "Repository created", "", created, "", List.of(), Map.of(), 1));
    branches.put(defaultBranch, new Branch(defaultBranch, this, first));
  }

  /** Returns the repository's name. */
  public String id() {
    return id;
  }

  /** Returns the location of the repository's data and metadata. */
  public Location storageNamespace() {
    return storageNamespace;
  }

  /** Returns the branch with the given name. */
  public Branch branch(String name) {
    Branch branch = branches.get(name);
    if (branch == null) {
      throw Refusal.notFound("branch not found");
    }
    return branch;
  }

  /** Creates a branch at the commit of a reference. */
  public Branch createBranch(String name, String source) {
    Branch branch = new Branch(name, this, commit(source));
    if (branches.putIfAbsent(name, branch) != null) {
      throw new Refusal(409, "branch already exists: not unique");
    }
    return branch;
  }

  /** Creates a tag of a reference's commit. A tag never moves. */
  public void createTag(String name, String ref) {
    if (tags.putIfAbsent(name, commit(ref)) != null) {
      throw new Refusal(409, "tag already exists: not unique");
    }
  }

  /** Returns the commit of a reference; for a branch, its last commit. */
  public StoredCommit commit(String ref) {
    Ref parsed = Ref.parse(ref);
    return parsed.follow(base(parsed.base()), history);
  }

  private StoredCommit base(String name) {
    Branch branch = branches.get(name);
    if (branch != null) {
      return branch.headCommit();
    }
    return Optional.ofNullable(tags.get(name))
        .or(() -> history.findByPrefix(name))
        .orElseThrow(() -> Refusal.notFound("not found"));
  }

  /**
   * Returns the objects of a reference in the order of their keys; for a branch, with its staged
   * changes applied.
   */
  public List<Entry> objects(String ref) {
    try (Entries entries = view(ref).from(Bytes.EMPTY)) {
      List<Entry> all = new ArrayList<>();
      for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
        all.add(entry);
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns one object. */
  public Entry object(String ref, String key) {
    try {
      return view(ref).find(Bytes.of(key)).orElseThrow(() -> Refusal.notFound("not found"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the ranges of a commit in the order of their keys. */
  public List<RangeInfo> ranges(String ref) {
    try {
      return files.ranges(commit(ref).metaRangeId());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the location of a metarange or range file. */
  public Location metadataFile(String fileId) {
    return files.location(fileId);
  }

  /** Returns the stored bytes of an object or a metadata file. */
  public byte[] read(Location stored) {
    try (OpenObject open = storage.open(stored, 0)) {
      return open.stream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces the bytes of a stored object or metadata file, bypassing lakeFS. */
  public void overwrite(Location stored, byte[] content) {
    try {
      storage.write(stored, Body.of(content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a stored object or metadata file, bypassing lakeFS. */
  public void remove(Location stored) {
    try {
      storage.delete(stored);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a view of a reference; that of a plain branch name includes staged changes. */
  View view(String ref) throws IOException {
    Branch branch = branches.get(ref);
    return branch == null ? view(commit(ref), NOTHING) : branch.view();
  }

  /** Returns a view of a commit with changes applied, if there are any. */
  View view(StoredCommit commit, NavigableMap<Bytes, StagedChange> staged) throws IOException {
    return new View(files, files.ranges(commit.metaRangeId()), staged);
  }

  StoredCommit commit(
      StoredCommit parent,
      String message,
      Map<String, String> metadata,
      Iterator<StagedChange> changes)
      throws IOException {
    List<RangeInfo> ranges = files.ranges(parent.metaRangeId());
    String metaRange = CommitWriter.write(files, limits, ranges, changes);
    if (metaRange == null) {
      throw Refusal.badRequest("commit: no changes");
    }
    long generation = parent.generation() + 1;
    List<String> parents = List.of(parent.id());
    return history.add(
        new StoredCommit("", message, COMMITTER, now(), metaRange, parents, metadata, generation));
  }

  String defaultBranch() {
    return defaultBranch;
  }

  long created() {
    return created;
  }

  long now() {
    return clock.instant().getEpochSecond();
  }

  CommitHistory history() {
    return history;
  }

  Storage storage() {
    return storage;
  }

  Upload upload() {
    return upload;
  }

  ConcurrentNavigableMap<String, Branch> branches() {
    return branches;
  }

  ConcurrentNavigableMap<String, StoredCommit> tags() {
    return tags;
  }

  void close() {
    files.close();
  }
}
