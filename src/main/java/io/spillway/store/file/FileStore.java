package io.spillway.store.file;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.CountedStream;
import io.spillway.store.FolderNames;
import io.spillway.store.FolderStore;
import io.spillway.store.Meter;
import io.spillway.store.NotDeleted;
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
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The files of this machine; keys are absolute paths without the leading slash. The store keeps no
 * attributes and reports no tags.
 *
 * <p>Names that a file system would change ({@code a//b}, {@code ..}, {@code a} beside {@code a/b},
 * {@code readme} beside an existing {@code README}) are rejected by writes, and are absent for
 * reads. Folders are not objects: they are created as needed and, below the root of {@link
 * Stores#within}, removed when their last file is deleted.
 *
 * <p>Writes and deletes survive a power failure once the call returns ({@link Durability}), unless
 * {@code --no-fsync} is set. Below the root no path is resolved twice ({@link FolderTree}).
 */
public final class FileStore extends FolderStore {
  private static final Location CONTAINER = new Location("file", "", "");

  private final FileNames names;
  private final FileErrors errors = new FileErrors(CONTAINER);
  private final WriteGuard guard;
  private final Durability durability;
  private final FileLookup lookup;
  private final FileWriter writer;
  private final Folders folders;

  private FileStore(
      FileNames names,
      Optional<Path> temporary,
      FolderTree tree,
      Durability durability,
      WriteGuard guard) {
    this.names = names;
    this.guard = guard;
    this.durability = durability;
    this.lookup = new FileLookup(names, tree);
    this.writer =
        new FileWriter(names, errors, tree, temporary, Files::createLink, durability)
            .guardedBy(guard);
    this.folders = new Folders(names, errors, tree::at);
  }

  /**
   * Opens a store with {@link Stores#FILE_ROOT} and {@link Stores#TEMPORARY}, both keys of this
   * store, and {@link io.spillway.store.Writing#FSYNC}.
   */
  static FileStore open(Path base, Settings settings) throws StoreException {
    return open(base, settings, FolderTree::new, durability(settings));
  }

  static Durability durability(Settings settings) {
    return forces(settings) ? ForcedWrites.INSTANCE : UnforcedWrites.INSTANCE;
  }

  /** Opens a store with another way to reach folders and to force writes. */
  static FileStore open(
      Path base, Settings settings, Function<FileNames, FolderTree> trees, Durability durability)
      throws StoreException {
    FileNames free = new FileNames(CONTAINER, base, Optional.empty());
    Optional<String> root = settings.find(Stores.FILE_ROOT);
    Optional<String> temporary = settings.find(Stores.TEMPORARY);
    FileNames names =
        root.isEmpty() ? free : new FileNames(CONTAINER, base, Optional.of(free.place(root.get())));
    return new FileStore(
        names,
        temporary.isEmpty() ? Optional.empty() : Optional.of(names.place(temporary.get())),
        trees.apply(names),
        durability,
        WriteGuards.of(settings));
  }

  @Override
  public Location container() {
    return CONTAINER;
  }

  @Override
  public Optional<StoredObject> stat(String key) throws IOException {
    try {
      return lookup.size(key).map(size -> described(key, size));
    } catch (IOException e) {
      throw errors.explained("look at", key, e);
    }
  }

  /**
   * {@inheritDoc} Returns the age relative to a probe file that is created beside the object: on a
   * network share both times come from the server's clock.
   */
  @Override
  public Optional<Duration> age(String key) throws IOException {
    try {
      return lookup.use(key, FileStore::age).filter(age -> !age.isNegative());
    } catch (IOException e) {
      throw errors.explained("look at", key, e);
    }
  }

  private static Duration age(FolderHandle folder, String name, BasicFileAttributes attributes)
      throws IOException {
    String probe = FolderNames.temporary();
    try {
      folder.channel(probe, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).close();
      Instant now =
          folder.attributes(probe).orElseThrow(IOException::new).lastModifiedTime().toInstant();
      return Duration.between(attributes.lastModifiedTime().toInstant(), now).plus(ROUNDED);
    } finally {
      folder.delete(probe);
    }
  }

  @Override
  public OpenObject open(String key, long offset) throws IOException {
    try {
      SeekableByteChannel channel = lookup.open(key);
      long size = channel.size();
      try {
        requireWithin(key, offset, size);
      } catch (StoreException e) {
        channel.close();
        throw e;
      }
      channel.position(offset);
      Meter meter = Meter.current();
      meter.count(Kind.READ_FILE);
      return new OpenObject(
          described(key, size),
          new CountedStream(Channels.newInputStream(channel), meter, Kind.FILE_READ));
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

  @Override
  protected boolean isForced() {
    return durability.forces();
  }

  static void wrote(long bytes) {
    Meter.current().count(Kind.WRITE_FILE);
    Meter.current().add(Kind.FILE_WRITTEN, bytes);
  }

  /**
   * {@inheritDoc} Below the root this also removes an empty folder of that name, and folders that
   * become empty.
   */
  @Override
  public void delete(String key) throws IOException {
    try {
      Set<Path> changed = new LinkedHashSet<>();
      remove(key, changed);
      writer.force(changed);
    } catch (IOException e) {
      throw errors.explained("delete", key, e);
    }
  }

  /**
   * {@inheritDoc} Deletes one key after the other, each like {@link #delete(String)}, and returns
   * those that failed.
   */
  @Override
  public List<NotDeleted> delete(Collection<String> keys) throws IOException {
    List<NotDeleted> left = new ArrayList<>();
    Set<Path> changed = new LinkedHashSet<>();
    String last = "";
    for (String key : keys) {
      try {
        last = key;
        remove(key, changed);
      } catch (IOException e) {
        StoreException why = errors.explained("delete", key, e);
        left.add(new NotDeleted(key, String.valueOf(why.getMessage())));
      }
    }
    try {
      writer.force(changed);
    } catch (IOException e) {
      throw errors.explained("delete", last, e);
    }
    return left;
  }

  /**
   * Deletes a file, and the folders below the root that become empty.
   *
   * @param changed collects the folders that lost an entry, also before this call: a process that
   *     deleted a file may have been killed before it forced the deletion
   */
  private void remove(String key, Set<Path> changed) throws IOException {
    guard.check("delete " + CONTAINER.resolve(key));
    Path path;
    try {
      path = names.place(key);
    } catch (StoreException e) {
      return; // no such file can exist
    }
    boolean deleted = writer.delete(path);
    if (path.getParent() != null) {
      changed.add(path.getParent());
    }
    if (deleted) {
      Meter.current().count(Kind.DELETE_FILE);
    }
    if (deleted || writer.isFolder(path)) {
      changed.addAll(writer.prune(path));
    }
  }

  /** {@inheritDoc} Returns nothing behind a symbolic link to a folder. */
  @Override
  protected Iterator<StoredObject> list(String folder, String namePrefix, String after) {
    try {
      Path path = folder.isEmpty() ? names.top() : names.place(folder);
      return folders.list(path, namePrefix, after);
    } catch (StoreException e) {
      return Collections.emptyIterator();
    }
  }

  /**
   * {@inheritDoc} With a root, returns only objects below it; the path to the root belongs to the
   * user. Omits folders that hold no file: {@link #delete(String)} removes an empty folder.
   */
  @Override
  public Iterator<StoredObject> inTheWay(String key) throws IOException {
    try {
      return inTheWay(lookup.obstacle(names.place(key)));
    } catch (StoreException e) {
      return Collections.emptyIterator();
    } catch (IOException e) {
      throw errors.explained("look at", key, e);
    }
  }

  private Iterator<StoredObject> inTheWay(Optional<FileLookup.Obstacle> obstacle)
      throws IOException {
    if (obstacle.isEmpty()) {
      return Collections.emptyIterator();
    }
    return obstacle.get() instanceof FileLookup.Obstacle.Folder folder
        ? folders.list(folder.path(), "", "")
        : stat(names.key(obstacle.get().path())).stream().iterator();
  }

  private static StoredObject described(String key, long size) {
    return new StoredObject(key, size, "", false, Attributes.NONE);
  }
}
