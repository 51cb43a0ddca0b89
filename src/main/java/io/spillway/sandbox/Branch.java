package io.spillway.sandbox;

import io.spillway.base.Bytes;
import io.spillway.base.Location;
import io.spillway.object.Entry;
import io.spillway.sandbox.metadata.IdentityHash;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A branch: a commit and the changes staged on it. All methods may be called while the server
 * answers requests.
 *
 * <p>A request that lakeFS would reject throws an {@link IllegalStateException} with lakeFS's
 * message; a failing disk or store throws an {@link UncheckedIOException}.
 */
public final class Branch {
  /** The content type of objects that are written without one. */
  public static final String UNTYPED = "application/octet-stream";

  private record State(StoredCommit head, ConcurrentSkipListMap<Bytes, StagedChange> staged) {}

  private final String name;
  private final Repo repo;
  private volatile State state;

  Branch(String name, Repo repo, StoredCommit head) {
    this.name = name;
    this.repo = repo;
    this.state = new State(head, new ConcurrentSkipListMap<>());
  }

  /** Returns the branch's name. */
  public String name() {
    return name;
  }

  /** Returns the id of the last commit. */
  public String head() {
    return state.head().id();
  }

  /** Writes an object without metadata and stages it. */
  public Entry put(String key, byte[] content) {
    return put(key, Body.of(content), Attributes.ofType(UNTYPED));
  }

  /** Writes an object and stages it. Names of metadata become lower case, as in lakeFS's API. */
  public Entry put(String key, byte[] content, String contentType, Map<String, String> metadata) {
    return put(key, Body.of(content), new Attributes(contentType, metadata));
  }

  /** Writes an object from a stream of any size and stages it. */
  public Entry put(String key, Body content, Attributes attributes) {
    Upload.Stored stored = repo.upload().store(content);
    return stage(entry(key, stored, content.size(), stored.md5(), attributes));
  }

  /**
   * Writes an object whose entry has another checksum than the content's MD5, and stages it. A
   * multipart upload through the S3 gateway leaves such an entry (the truncated tag of its parts),
   * and so does damage.
   */
  public Entry putWithChecksum(String key, Body content, Attributes attributes, String checksum) {
    Upload.Stored stored = repo.upload().store(content);
    return stage(entry(key, stored, content.size(), checksum, attributes));
  }

  private Entry entry(
      String key, Upload.Stored stored, long size, String checksum, Attributes attributes) {
    return new Entry(
        Bytes.of(key),
        stored.address(),
        true,
        size,
        checksum,
        repo.now(),
        lowerCase(attributes.metadata()),
        attributes.contentType(),
        Bytes.EMPTY);
  }

  private static Map<String, String> lowerCase(Map<String, String> metadata) {
    Map<String, String> lower = new TreeMap<>();
    metadata.forEach((key, value) -> lower.put(key.toLowerCase(Locale.ROOT), value));
    return lower;
  }

  /** Stages an entry whose data lie elsewhere, as an import does; reads and copies nothing. */
  public Entry link(
      String key, Location address, long size, String checksum, Attributes attributes) {
    return stage(
        new Entry(
            Bytes.of(key),
            address.toString(),
            false,
            size,
            checksum,
            repo.now(),
            attributes.metadata(),
            attributes.contentType(),
            Bytes.EMPTY));
  }

  /**
   * Stages an entry as it is, with or without data behind it. Computes the identity if the entry
   * has none.
   */
  public Entry stage(Entry entry) {
    if (entry.key().length() == 0) {
      throw Refusal.badRequest("missing path: required value");
    }
    Entry whole = identified(entry);
    synchronized (this) {
      state.staged().put(whole.key(), StagedChange.to(whole));
    }
    return whole;
  }

  /** Stages the deletion of an object, which has no effect if the object does not exist. */
  public synchronized void delete(String key) {
    Bytes bytes = Bytes.of(key);
    state.staged().put(bytes, StagedChange.delete(bytes));
  }

  /** Commits the staged changes and returns the commit's id. */
  public String commit(String message) {
    return commit(message, Map.of());
  }

  /**
   * Commits the staged changes and returns the commit's id.
   *
   * @throws IllegalStateException if nothing changed
   */
  public synchronized String commit(String message, Map<String, String> metadata) {
    StoredCommit commit = write(message, metadata, state.staged().values().iterator());
    state = new State(commit, new ConcurrentSkipListMap<>());
    return commit.id();
  }

  /**
   * Commits the last commit's objects with the given entries added or replaced, and returns the
   * commit's id. Takes any number of entries in little memory, and leaves staged changes alone.
   *
   * @param entries in ascending order of their keys
   * @throws IllegalStateException if nothing changed
   */
  public synchronized String commit(String message, Iterator<Entry> entries) {
    Iterator<StagedChange> changes =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return entries.hasNext();
          }

          @Override
          public StagedChange next() {
            return StagedChange.to(identified(entries.next()));
          }
        };
    StoredCommit commit = write(message, Map.of(), changes);
    state = new State(commit, state.staged());
    return commit.id();
  }

  private StoredCommit write(
      String message, Map<String, String> metadata, Iterator<StagedChange> changes) {
    try {
      return repo.commit(state.head(), message, metadata, changes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Entry identified(Entry entry) {
    if (entry.identity().length() > 0) {
      return entry;
    }
    Bytes identity =
        IdentityHash.ofObject(
            entry.size(), entry.checksum(), entry.metadata(), entry.contentType());
    return new Entry(
        entry.key(),
        entry.address(),
        entry.relative(),
        entry.size(),
        entry.checksum(),
        entry.modified(),
        entry.metadata(),
        entry.contentType(),
        identity);
  }

  /** Returns the last commit. */
  StoredCommit headCommit() {
    return state.head();
  }

  /** Returns a view of the last commit with the staged changes applied. */
  View view() throws IOException {
    State now = state;
    NavigableMap<Bytes, StagedChange> staged = Collections.unmodifiableNavigableMap(now.staged());
    return repo.view(now.head(), staged);
  }

  /** Returns a view of the last commit without the staged changes. */
  View committed() throws IOException {
    return repo.view(state.head(), Collections.emptyNavigableMap());
  }
}
