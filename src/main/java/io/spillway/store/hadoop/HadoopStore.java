package io.spillway.store.hadoop;

import static io.spillway.store.StoreException.Reason.CHANGED;
import static io.spillway.store.StoreException.Reason.NOT_FOUND;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.FolderStore;
import io.spillway.store.Meter;
import io.spillway.store.NotDeleted;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.OpenWrite;
import io.spillway.store.StoreException;
import io.spillway.store.StoredObject;
import io.spillway.store.Stores;
import io.spillway.store.Traffic.Kind;
import io.spillway.store.WriteGuards;
import io.spillway.store.WrittenObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The files of a file system that Hadoop serves; keys are absolute paths without the leading slash.
 * The store keeps no attributes, and reports tags if Hadoop's file system has them (Azure).
 *
 * <p>Names that Hadoop or the file system would change ({@code a//b}, {@code ..}, {@code a} beside
 * {@code a/b}, on HDFS a name with a colon) are rejected by writes, and are absent for reads.
 * Folders are not objects: they are created as needed and, below the root of {@link Stores#within},
 * removed when their last file is deleted.
 *
 * <p>HDFS fulfills the promises of {@link ObjectStore} for {@link #write} and {@link #create}.
 * Behind Hadoop's connectors to object stores a file that is replaced is briefly absent; see {@link
 * HadoopWriter}.
 */
public final class HadoopStore extends FolderStore {
  /** The number of attempts to open a file that is replaced meanwhile. */
  private static final int ATTEMPTS = 10;

  /** File systems whose datanodes can force a block to disk on request. */
  private static final Set<String> SYNCING = Set.of("hdfs", "viewfs");

  private final Location container;
  private final HadoopNames names;
  private final HadoopErrors errors;
  private final HadoopFiles files;
  private final HadoopFolders folders;
  private final HadoopWriter writer;

  private HadoopStore(Location container, HadoopFiles files, Optional<String> temporary) {
    this.container = container;
    this.names = files.names();
    this.errors = files.errors();
    this.files = files;
    this.folders = new HadoopFolders(files);
    this.writer = new HadoopWriter(files, temporary);
  }

  /**
   * Opens a store with {@link Stores#HADOOP_ROOT} and {@link Stores#TEMPORARY}, which apply if the
   * root lies in this container. The file system itself is opened by the first request.
   */
  static HadoopStore open(Location container, Settings settings) {
    Optional<Location> root =
        settings
            .find(Stores.HADOOP_ROOT)
            .map(text -> Location.parse(text).asRoot())
            .filter(location -> location.container().equals(container));
    HadoopNames names = new HadoopNames(container, root.map(Location::path));
    return new HadoopStore(
        container,
        new HadoopFiles(
            new HadoopSystem(container, settings),
            names,
            new HadoopErrors(container),
            WriteGuards.of(settings),
            syncs(container, settings)),
        root.flatMap(ignored -> settings.find(Stores.TEMPORARY)));
  }

  @Override
  protected boolean isForced() {
    return files.syncs() || !SYNCING.contains(container.scheme());
  }

  /**
   * Returns whether writes are forced. Object stores behind Hadoop's connectors persist whatever
   * they acknowledge.
   */
  private static boolean syncs(Location container, Settings settings) {
    return SYNCING.contains(container.scheme()) && forces(settings);
  }

  @Override
  public Location container() {
    return container;
  }

  @Override
  public Optional<StoredObject> stat(String key) throws IOException {
    Optional<Path> path = names.find(key);
    return path.isEmpty()
        ? Optional.empty()
        : file("look at", key, path.get()).map(status -> described(key, status));
  }

  private Optional<FileStatus> file(String verb, String key, Path path) throws StoreException {
    Meter.current().count(Kind.HEAD);
    try {
      return files.status(path).filter(FileStatus::isFile);
    } catch (IOException e) {
      throw errors.explained(verb, key, e);
    }
  }

  /** {@inheritDoc} Returns the age relative to a probe file that is created beside the object. */
  @Override
  public Optional<Duration> age(String key) throws IOException {
    Optional<Path> path = names.find(key);
    Optional<FileStatus> there =
        path.isEmpty() ? Optional.empty() : file("look at", key, path.get());
    if (there.isEmpty() || there.get().getModificationTime() <= 0) {
      return Optional.empty();
    }
    try {
      long now = writer.timeBeside(key);
      return now <= 0
          ? Optional.empty()
          : Optional.of(Duration.ofMillis(now - there.get().getModificationTime()).plus(ROUNDED))
              .filter(age -> !age.isNegative());
    } catch (IOException e) {
      throw errors.explained("look at", key, e);
    }
  }

  /**
   * {@inheritDoc} Hadoop does not report which file it opened, so this method returns only if the
   * file's status is equal before and after opening.
   */
  @Override
  public OpenObject open(String key, long offset) throws IOException {
    Path path = names.find(key).orElseThrow(() -> missing(key));
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      FileStatus before = file("read", key, path).orElseThrow(() -> missing(key));
      requireWithin(key, offset, before.getLen());
      FSDataInputStream in = opened(key, path, offset);
      try {
        if (isSame(before, file("read", key, path))) {
          Meter.current().count(Kind.READ_FILE);
          return new OpenObject(
              described(key, before),
              new HadoopStream(in, container.resolve(key), before.getLen() - offset));
        }
      } catch (StoreException e) {
        in.close();
        throw e;
      }
      in.close();
    }
    throw new StoreException(
        CHANGED, "Cannot read " + container.resolve(key) + ": it is replaced all the time.");
  }

  private FSDataInputStream opened(String key, Path path, long offset) throws IOException {
    try {
      FSDataInputStream in = files.open(path);
      try {
        if (offset > 0) {
          in.seek(offset);
        }
        return in;
      } catch (IOException | RuntimeException e) {
        in.close();
        throw e;
      }
    } catch (IOException e) {
      throw errors.explained("read", key, e);
    }
  }

  private static boolean isSame(FileStatus before, Optional<FileStatus> after) {
    return after
        .filter(
            now ->
                now.getLen() == before.getLen()
                    && now.getModificationTime() == before.getModificationTime()
                    && FileTags.of(now).equals(FileTags.of(before)))
        .isPresent();
  }

  @Override
  public WrittenObject write(String key, Body body, Attributes attributes) throws IOException {
    writer.write(key, body);
    return new WrittenObject(body.size(), "", false);
  }

  @Override
  public OpenWrite begin(String key, Attributes attributes) throws IOException {
    return writer.begin(key);
  }

  @Override
  public boolean create(String key, byte[] content, Attributes attributes) throws IOException {
    return writer.create(key, content);
  }

  /**
   * {@inheritDoc} Below the root this also removes an empty folder of that name, and folders that
   * become empty.
   */
  @Override
  public void delete(String key) throws IOException {
    if (isRemoved(key)) {
      writer.prune(key);
    }
  }

  /**
   * {@inheritDoc} Deletes one key after the other, checks each folder that may be empty once, and
   * returns the keys that failed.
   */
  @Override
  public List<NotDeleted> delete(Collection<String> keys) {
    List<NotDeleted> left = new ArrayList<>();
    Map<String, String> emptied = new LinkedHashMap<>();
    for (String key : keys) {
      try {
        if (isRemoved(key)) {
          emptied.putIfAbsent(HadoopNames.folder(key), key);
        }
      } catch (IOException e) {
        left.add(new NotDeleted(key, String.valueOf(e.getMessage())));
      }
    }
    emptied.values().forEach(writer::prune);
    return left;
  }

  private boolean isRemoved(String key) throws IOException {
    Optional<Path> path = names.find(key);
    if (path.isEmpty()) {
      return false;
    }
    boolean isOurs = names.isBelowRoot(key);
    if (!isOurs && file("delete", key, path.get()).isEmpty()) {
      return false;
    }
    Meter.current().count(Kind.DELETE_FILE);
    try {
      return files.delete(path.get());
    } catch (IOException e) {
      if (HadoopErrors.isNotThere(e) || file("delete", key, path.get()).isEmpty()) {
        return false; // it was deleted meanwhile, or is a folder that is not empty
      }
      throw errors.explained("delete", key, e);
    }
  }

  @Override
  protected Iterator<StoredObject> list(String folder, String namePrefix, String after) {
    return folders.list(folder, namePrefix, after);
  }

  /**
   * {@inheritDoc} With a root, returns only objects below it; the path to the root belongs to the
   * user. Omits folders that hold no file: {@link #delete(String)} removes an empty folder.
   */
  @Override
  public Iterator<StoredObject> inTheWay(String key) throws IOException {
    Optional<Path> path = names.find(key);
    if (path.isEmpty()) {
      return Collections.emptyIterator();
    }
    try {
      Optional<FileStatus> there = files.status(path.get());
      if (there.isPresent()) {
        return there.get().isDirectory() && names.isInReach(key)
            ? folders.list(key, "", "")
            : Collections.emptyIterator();
      }
      return files.nearest(key).filter(found -> found.status().isFile()).stream()
          .map(found -> described(found.key(), found.status()))
          .iterator();
    } catch (IOException e) {
      throw errors.explained("look at", key, e);
    }
  }

  private static StoredObject described(String key, FileStatus status) {
    return described(key, status.getLen(), FileTags.of(status));
  }

  /** Returns an object with an opaque tag: tags of files are not digests of content here. */
  static StoredObject described(String key, long size, String etag) {
    return new StoredObject(key, size, etag, !etag.isEmpty(), Attributes.NONE);
  }

  private StoreException missing(String key) {
    return new StoreException(NOT_FOUND, "There is no file " + container.resolve(key) + ".");
  }
}
