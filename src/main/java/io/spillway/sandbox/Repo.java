package io.spillway.sandbox;

import io.spillway.Bytes;
import io.spillway.Location;
import io.spillway.lakefs.Entry;
import io.spillway.lakefs.RangeInfo;
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
 * A repository of a sandbox. Wherever a reference is asked for, it is what lakeFS takes: a branch,
 * a tag, a commit id or the beginning of one, {@code main~1}, {@code main^}, {@code main@}.
 *
 * <p>What lakeFS would refuse ends in an {@link IllegalStateException} with lakeFS's words, a
 * failing disk or store in an {@link UncheckedIOException}.
 */
public final class Repo {
  private static final String COMMITTER = "admin";
  private static final NavigableMap<Bytes, Change> NOTHING = Collections.emptyNavigableMap();

  private final String id;
  private final Location storageNamespace;
  private final String defaultBranch;
  private final Storage storage;
  private final MetadataFiles files;
  private final RangeLimits limits;
  private final InstantSource clock;
  private final Upload upload;
  private final long created;
  private final History history = new History();
  private final ConcurrentSkipListMap<String, Branch> branches = new ConcurrentSkipListMap<>();
  private final ConcurrentSkipListMap<String, Commit> tags = new ConcurrentSkipListMap<>();

  Repo(
      String id,
      Location storageNamespace,
      String defaultBranch,
      Storage storage,
      MetadataFiles files,
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
    Commit first =
        history.add(new Commit("", "Repository created", "", created, "", List.of(), Map.of(), 1));
    branches.put(defaultBranch, new Branch(defaultBranch, this, first));
  }

  /** The repository's name. */
  public String id() {
    return id;
  }

  /** Where its data and metadata lie. */
  public Location storageNamespace() {
    return storageNamespace;
  }

  /** The branch by that name. */
  public Branch branch(String name) {
    Branch branch = branches.get(name);
    if (branch == null) {
      throw Refusal.notFound("branch not found");
    }
    return branch;
  }

  /** Makes a branch that begins at the commit a reference stands for. */
  public Branch createBranch(String name, String source) {
    Branch branch = new Branch(name, this, commit(source));
    if (branches.putIfAbsent(name, branch) != null) {
      throw new Refusal(409, "branch already exists: not unique");
    }
    return branch;
  }

  /** Names the commit a reference stands for; the name never moves. */
  public void createTag(String name, String ref) {
    if (tags.putIfAbsent(name, commit(ref)) != null) {
      throw new Refusal(409, "tag already exists: not unique");
    }
  }

  /** The commit a reference stands for; of a branch the last one. */
  public Commit commit(String ref) {
    Ref parsed = Ref.parse(ref);
    return parsed.follow(base(parsed.base()), history);
  }

  private Commit base(String name) {
    Branch branch = branches.get(name);
    if (branch != null) {
      return branch.headCommit();
    }
    return Optional.ofNullable(tags.get(name))
        .or(() -> history.findByPrefix(name))
        .orElseThrow(() -> Refusal.notFound("not found"));
  }

  /**
   * The objects a reference stands for, in the order of their keys; of a branch with what is not
   * committed.
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

  /** One object. */
  public Entry object(String ref, String key) {
    try {
      return view(ref).find(Bytes.of(key)).orElseThrow(() -> Refusal.notFound("not found"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The ranges of a commit, in the order of their keys. */
  public List<RangeInfo> ranges(String ref) {
    try {
      return files.ranges(commit(ref).metaRangeId());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a metarange or range file lies. */
  public Location metadataFile(String fileId) {
    return files.location(fileId);
  }

  /** The stored bytes of an object or a metadata file. */
  public byte[] read(Location stored) {
    try (OpenObject open = storage.open(stored, 0)) {
      return open.stream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts other bytes in the place of a stored object or metadata file, behind lakeFS's back. */
  public void overwrite(Location stored, byte[] content) {
    try {
      storage.write(stored, Body.of(content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a stored object or metadata file, behind lakeFS's back. */
  public void remove(Location stored) {
    try {
      storage.delete(stored);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a reference shows: of a branch by its name alone also what is not committed. */
  View view(String ref) throws IOException {
    Branch branch = branches.get(ref);
    return branch == null ? view(commit(ref), NOTHING) : branch.view();
  }

  /** A commit, alone or with changes over it. */
  View view(Commit commit, NavigableMap<Bytes, Change> staged) throws IOException {
    return new View(files, files.ranges(commit.metaRangeId()), staged);
  }

  Commit commit(
      Commit parent, String message, Map<String, String> metadata, Iterator<Change> changes)
      throws IOException {
    List<RangeInfo> ranges = files.ranges(parent.metaRangeId());
    String metaRange = CommitWriter.write(files, limits, ranges, changes);
    if (metaRange == null) {
      throw Refusal.badRequest("commit: no changes");
    }
    long generation = parent.generation() + 1;
    List<String> parents = List.of(parent.id());
    return history.add(
        new Commit("", message, COMMITTER, now(), metaRange, parents, metadata, generation));
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

  History history() {
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

  ConcurrentNavigableMap<String, Commit> tags() {
    return tags;
  }

  void close() {
    files.close();
  }
}
