package io.spillway.store.file;

import static io.spillway.store.StoreException.Reason.NOT_FOUND;
import static io.spillway.store.StoreException.Reason.REFUSED;

import io.spillway.Bytes;
import io.spillway.Location;
import io.spillway.Settings;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.CountedStream;
import io.spillway.store.Meter;
import io.spillway.store.NotDeleted;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.OpenWrite;
import io.spillway.store.StoreException;
import io.spillway.store.StoredObject;
import io.spillway.store.Stores;
import io.spillway.store.Traffic.Kind;
import io.spillway.store.WriteGuard;
import io.spillway.store.WriteGuards;
import io.spillway.store.WrittenObject;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The files of this machine; keys are absolute paths without the leading slash. It keeps no
 * attributes and gives no tags.
 *
 * <p>Names that a file system would change ({@code a//b}, {@code ..}, {@code a} beside {@code a/b},
 * {@code readme} where there is a {@code README}) are refused when written, and are not there when
 * read. Folders are no objects: they are made as needed and, below the root that {@link
 * Stores#within} gave, removed when their last file is deleted.
 */
public final class FileStore implements ObjectStore {
  private static final Location CONTAINER = new Location("file", "", "");

  /** Some file systems keep times in whole seconds. */
  private static final Duration ROUNDED = Duration.ofSeconds(1);

  private final FileNames names;
  private final FileErrors errors = new FileErrors(CONTAINER);
  private final WriteGuard guard;
  private final FileWriter writer;
  private final Folders folders;

  private FileStore(FileNames names, Optional<Path> temporary, WriteGuard guard) {
    this.names = names;
    this.guard = guard;
    this.writer = new FileWriter(names, errors, temporary, Files::createLink).guardedBy(guard);
    this.folders = new Folders(names, errors, Files::newDirectoryStream);
  }

  /** Reads {@link Stores#FILE_ROOT} and {@link Stores#TEMPORARY}, both keys of this store. */
  static FileStore open(Path base, Settings settings) throws StoreException {
    FileNames free = new FileNames(CONTAINER, base, Optional.empty());
    Optional<String> root = settings.find(Stores.FILE_ROOT);
    Optional<String> temporary = settings.find(Stores.TEMPORARY);
    FileNames names =
        root.isEmpty() ? free : new FileNames(CONTAINER, base, Optional.of(free.place(root.get())));
    return new FileStore(
        names,
        temporary.isEmpty() ? Optional.empty() : Optional.of(names.place(temporary.get())),
        WriteGuards.of(settings));
  }

  @Override
  public Location container() {
    return CONTAINER;
  }

  @Override
  public Optional<StoredObject> stat(String key) throws IOException {
    try {
      Optional<Path> path = find(key);
      return path.isEmpty()
          ? Optional.empty()
          : Optional.of(described(key, attributes(names, path.get()).size()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw errors.explained("look at", key, e);
    }
  }

  /**
   * {@inheritDoc} The time it is now is that of a file that is made for it beside the object: on a
   * network share the clock is the server's, in both cases.
   */
  @Override
  public Optional<Duration> age(String key) throws IOException {
    try {
      Optional<Path> file = find(key);
      return file.isEmpty() ? Optional.empty() : age(file.get());
    } catch (IOException e) {
      throw errors.explained("look at", key, e);
    }
  }

  private static Optional<Duration> age(Path file) throws IOException {
    Path probe = file.resolveSibling(FileNames.temporary());
    try {
      Files.createFile(probe);
      Instant now = Files.getLastModifiedTime(probe).toInstant();
      Duration age = Duration.between(Files.getLastModifiedTime(file).toInstant(), now);
      return Optional.of(age.plus(ROUNDED)).filter(rounded -> !rounded.isNegative());
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  @Override
  public OpenObject open(String key, long offset) throws IOException {
    try {
      Path path = find(key).orElseThrow(() -> missing(key));
      SeekableByteChannel channel = Files.newByteChannel(path);
      long size = channel.size();
      if (offset < 0 || offset > size) {
        channel.close();
        throw new StoreException(
            REFUSED,
            "Cannot read "
                + CONTAINER.resolve(key)
                + " from byte "
                + offset
                + ": it has "
                + size
                + ".");
      }
      channel.position(offset);
      Meter meter = Meter.current();
      meter.request(Kind.READ_FILE);
      return new OpenObject(
          described(key, size),
          new CountedStream(Channels.newInputStream(channel), meter::fileRead));
    } catch (IOException e) {
      throw errors.explained("read", key, e);
    }
  }

  @Override
  public WrittenObject write(String key, Body body, Attributes attributes) throws IOException {
    writer.write(key, names.place(key), body);
    wrote(body.size());
    return new WrittenObject(body.size(), "", false);
  }

  @Override
  public OpenWrite begin(String key, Attributes attributes) throws IOException {
    return writer.begin(key, names.place(key));
  }

  @Override
  public boolean create(String key, byte[] content, Attributes attributes) throws IOException {
    boolean made = writer.create(key, names.place(key), content);
    wrote(content.length);
    return made;
  }

  static void wrote(long bytes) {
    Meter.current().request(Kind.WRITE_FILE);
    Meter.current().fileWritten(bytes);
  }

  /** Never: a copy by the file system proves nothing about the bytes, and streaming them does. */
  @Override
  public boolean reaches(ObjectStore source) {
    return false;
  }

  @Override
  public WrittenObject copy(
      ObjectStore source,
      String sourceKey,
      String ifMatch,
      long size,
      String key,
      Attributes attributes)
      throws IOException {
    throw new StoreException(
        REFUSED,
        "Cannot copy to "
            + CONTAINER.resolve(key)
            + " inside a server: there is none, read and write instead.");
  }

  /**
   * {@inheritDoc} Below the root an empty folder by that name goes too, and so do the folders that
   * become empty.
   */
  @Override
  public void delete(String key) throws IOException {
    guard.check("delete " + CONTAINER.resolve(key));
    try {
      Optional<Path> file = find(key);
      if (file.isPresent()) {
        Meter.current().request(Kind.DELETE_FILE);
        Files.deleteIfExists(file.get());
      }
      if (file.isPresent() || isFolder(key)) {
        writer.prune(names.place(key));
      }
    } catch (IOException e) {
      throw errors.explained("delete", key, e);
    }
  }

  private boolean isFolder(String key) {
    try {
      return Files.isDirectory(names.place(key), LinkOption.NOFOLLOW_LINKS);
    } catch (StoreException e) {
      return false;
    }
  }

  /** {@inheritDoc} One after the other, each as {@link #delete(String)} does it. */
  @Override
  public List<NotDeleted> delete(Collection<String> keys) {
    List<NotDeleted> left = new ArrayList<>();
    for (String key : keys) {
      try {
        delete(key);
      } catch (IOException e) {
        left.add(new NotDeleted(key, String.valueOf(e.getMessage())));
      }
    }
    return left;
  }

  /**
   * {@inheritDoc} It follows no symbolic link to a folder, and tells nothing of folders that hold
   * no file. Folders that lie wholly before {@code after} are not read.
   */
  @Override
  public Iterator<StoredObject> list(String prefix, String after) throws IOException {
    int slash = prefix.lastIndexOf('/');
    String above = prefix.substring(0, slash + 1);
    boolean passes = after.startsWith(above);
    if (!passes && Bytes.of(after).compareTo(Bytes.of(above)) > 0) {
      return Collections.emptyIterator();
    }
    try {
      Path folder = slash < 0 ? names.top() : names.place(prefix.substring(0, slash));
      String rest = passes ? after.substring(above.length()) : "";
      return folders.list(folder, prefix.substring(above.length()), rest);
    } catch (StoreException e) {
      return Collections.emptyIterator();
    }
  }

  /**
   * {@inheritDoc} With a root only what is below it; the way to the root is the user's. Folders
   * that hold no file are not told: {@link #delete(String)} removes one that is empty.
   */
  @Override
  public Iterator<StoredObject> inTheWay(String key) throws IOException {
    Path path;
    try {
      path = names.place(key);
    } catch (StoreException e) {
      return Collections.emptyIterator();
    }
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return names.isInReach(path) && isExact(path)
          ? folders.list(path, "", "")
          : Collections.emptyIterator();
    }
    for (Path folder : names.foldersInReach(path)) {
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        return stat(names.key(folder)).stream().iterator();
      }
    }
    return Collections.emptyIterator();
  }

  @Override
  public Optional<String> objection(String key, Attributes attributes) {
    return Optional.empty();
  }

  @Override
  public boolean hasFolders() {
    return true;
  }

  @Override
  public boolean keepsAttributes() {
    return false;
  }

  @Override
  public void close() {
    // Nothing is held open.
  }

  @Override
  public String toString() {
    return CONTAINER.toString();
  }

  /** Follows a link only where nothing confines it. */
  static BasicFileAttributes attributes(FileNames names, Path path) throws IOException {
    return names.isBelowRoot(path)
        ? Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        : Files.readAttributes(path, BasicFileAttributes.class);
  }

  /** The file of that key; nothing when there is none, or one that only answers to the name. */
  private Optional<Path> find(String key) throws IOException {
    Path path;
    try {
      path = names.place(key);
    } catch (StoreException e) {
      return Optional.empty();
    }
    try {
      return attributes(names, path).isRegularFile() && isExact(path)
          ? Optional.of(path)
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      if (isThroughFile(path) || FileErrors.isTooLong(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Whether the path asks for something below a file, where nothing can be. */
  private static boolean isThroughFile(Path path) {
    Path above = path.getParent();
    while (above != null && !Files.exists(above, LinkOption.NOFOLLOW_LINKS)) {
      above = above.getParent();
    }
    return above != null && Files.exists(above) && !Files.isDirectory(above);
  }

  private boolean isExact(Path path) throws IOException {
    List<Path> folders = names.foldersBelowRoot(path);
    for (Path folder : folders) {
      if (!ExactNames.isExact(folder)) {
        return false;
      }
    }
    return ExactNames.isExact(path);
  }

  private static StoredObject described(String key, long size) {
    return new StoredObject(key, size, "", false, Attributes.NONE);
  }

  private static StoreException missing(String key) {
    return new StoreException(NOT_FOUND, "There is no file " + CONTAINER.resolve(key) + ".");
  }
}
