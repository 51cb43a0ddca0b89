package io.spillway.store.file;

import io.spillway.base.Location;
import io.spillway.store.Body;
import io.spillway.store.FolderNames;
import io.spillway.store.StoreException;
import io.spillway.store.Urgent;
import io.spillway.store.WriteGuard;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * A writer that publishes complete files: each is written under a temporary name and gets its own
 * in one step.
 *
 * <p>For {@link #write} that step is a rename, which replaces an existing file. For {@link #create}
 * it is a hard link, which fails if the name is taken: a file that is created under its name and
 * then filled ({@code CREATE_NEW}) is exclusive too, but readers can see it empty or incomplete.
 *
 * <p>The bytes are forced before the file gets its name, and the name before the call returns (see
 * {@link Durability}).
 */
final class FileWriter {
  static final int MOST_BUFFER_BYTES = 1 << 18;

  /**
   * The number of attempts to use a new folder. A concurrent delete nearby can prune it, but not
   * this many times in a row.
   */
  private static final int ATTEMPTS = 20;

  private final FileNames names;
  private final FileErrors errors;
  private final FolderTree tree;
  private final FileLookup lookup;
  private final Optional<Path> temporary;
  private final Publication publication;
  private final Durability durability;
  private final WriteGuard guard;
  private final List<Lock> locks =
      IntStream.range(0, 64).<Lock>mapToObj(i -> new ReentrantLock()).toList();

  private interface Step {
    boolean into(OpenFolder folder) throws IOException;
  }

  /**
   * Creates a writer without a guard.
   *
   * @param temporary the folder of temporary names; without one, temporary files are hidden files
   *     next to the target
   */
  FileWriter(
      FileNames names,
      FileErrors errors,
      FolderTree tree,
      Optional<Path> temporary,
      Publication.Linker linker,
      Durability durability) {
    this(names, errors, tree, temporary, new Publication(linker), durability, WriteGuard.NONE);
  }

  private FileWriter(
      FileNames names,
      FileErrors errors,
      FolderTree tree,
      Optional<Path> temporary,
      Publication publication,
      Durability durability,
      WriteGuard guard) {
    this.names = names;
    this.errors = errors;
    this.tree = tree;
    this.lookup = new FileLookup(names, tree);
    this.temporary = temporary;
    this.publication = publication;
    this.durability = durability;
    this.guard = guard;
  }

  /** Returns a writer that takes no step without the guard's permission. */
  FileWriter guardedBy(WriteGuard other) {
    return new FileWriter(names, errors, tree, temporary, publication, durability, other);
  }

  /**
   * Checks that a step is permitted.
   *
   * @throws StoreException {@code LAPSED} if it is not
   */
  void check(String key) throws StoreException {
    guard.check("write " + new Location("file", "", key));
  }

  /** Returns whether unfinished files may be removed; otherwise the next export removes them. */
  private boolean mayTidyUp() {
    return guard.refusal().isEmpty();
  }

  /** Writes a file and replaces an existing one. Exceptions of the body are passed on unchanged. */
  void write(String key, Path target, Body body) throws IOException {
    UnfinishedFile unfinished = beginning(key, target);
    try {
      fill(key, unfinished, body);
      replace(key, unfinished, target);
    } catch (IOException | RuntimeException e) {
      giveUp(unfinished, target);
      throw e;
    }
  }

  /** Begins a file of unknown size, which replaces an existing one. */
  FileWrite begin(String key, Path target) throws IOException {
    return new FileWrite(this, errors, key, target, beginning(key, target));
  }

  /** Publishes a complete file and replaces an existing one. */
  void replace(String key, UnfinishedFile unfinished, Path target) throws StoreException {
    finish(key, unfinished);
    boolean unused =
        publish(
            key,
            target,
            false,
            folder -> publication.rename(unfinished, goal(key, target, folder)));
    unfinished.moved();
  }

  /** Removes an unfinished file, and the folders that were created for it. */
  void giveUp(UnfinishedFile unfinished, Path target) throws IOException {
    try {
      tidyUp(unfinished);
    } finally {
      List<Path> unused = prune(target);
    }
  }

  private void tidyUp(UnfinishedFile unfinished) throws IOException {
    if (mayTidyUp()) {
      unfinished.discard();
    } else {
      unfinished.leave();
    }
  }

  /** Creates a file if none exists, and returns whether this call created it. */
  boolean create(String key, Path target, byte[] content) throws IOException {
    UnfinishedFile unfinished = beginning(key, target);
    try {
      fill(key, unfinished, Body.of(content));
      finish(key, unfinished);
      return publish(
          key, target, true, folder -> publication.link(unfinished, goal(key, target, folder)));
    } finally {
      tidyUp(unfinished);
    }
  }

  /**
   * Deletes a file; {@link #force} makes the deletion durable.
   *
   * @return whether the file existed
   */
  boolean delete(Path path) throws IOException {
    return lookup
        .file(
            path,
            (folder, name, attributes) -> {
              folder.delete(name);
              return true;
            })
        .isPresent();
  }

  /**
   * Removes a folder if it is empty, then likewise the folders above it, as far as they are below
   * the root.
   *
   * @return the folders that something was removed from
   */
  List<Path> prune(Path gone) {
    List<Path> changed = new ArrayList<>();
    if (!mayTidyUp()) {
      return changed;
    }
    if (isFolder(gone) && !(names.isBelowRoot(gone) && removed(gone, changed))) {
      return changed;
    }
    for (Path folder : names.foldersBelowRoot(gone)) {
      if (!removed(folder, changed)) {
        return changed;
      }
    }
    return changed;
  }

  /** Returns whether a folder exists at the path. */
  boolean isFolder(Path path) {
    try (OpenFolder above = tree.at(above(path))) {
      return above
          .handle()
          .attributes(name(path))
          .filter(BasicFileAttributes::isDirectory)
          .isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  private boolean removed(Path folder, List<Path> changed) {
    Lock lock = lockOf(folder);
    lock.lock();
    try (OpenFolder above = tree.at(above(folder))) {
      boolean removed = above.handle().removeFolder(name(folder));
      if (removed) {
        changed.add(above.path());
      }
      return removed;
    } catch (IOException e) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Forces deletions in folders. For a folder that is removed too, forces its nearest remaining
   * ancestor.
   */
  void force(Collection<Path> changed) throws IOException {
    if (!durability.forces()) {
      return;
    }
    for (Path folder : changed) {
      force(folder);
    }
  }

  private void force(Path changed) throws IOException {
    for (Path folder = changed; folder != null; folder = folder.getParent()) {
      try (OpenFolder left = tree.at(folder)) {
        left.force(durability);
        return;
      } catch (NoSuchFileException | UnfitFolderException e) {
        // continue with the folder above
      }
    }
  }

  /**
   * Returns the lock of a path. Equivalent names share a lock, so that the second writer sees the
   * first one's file.
   */
  private Lock lockOf(Path path) {
    return locks.get(Math.floorMod(ExactNames.folded(path.toString()).hashCode(), locks.size()));
  }

  private UnfinishedFile beginning(String key, Path target) throws StoreException {
    check(key);
    try {
      requireFit(target);
      for (int attempt = 1; ; attempt++) {
        try {
          return unfinished(temporary.orElseGet(() -> above(target)));
        } catch (NoSuchFileException e) {
          if (attempt == ATTEMPTS) {
            throw e;
          }
        }
      }
    } catch (IOException e) {
      throw explained(key, e);
    }
  }

  private UnfinishedFile unfinished(Path place) throws IOException {
    OpenFolder folder = tree.make(place, durability());
    try {
      // In a folder of temporary files the name need not be hidden: the sweep of that folder must
      // list it.
      return new UnfinishedFile(
          folder, temporary.isPresent() ? FolderNames.unique() : FolderNames.temporary());
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /** Verifies that the target fits, before the body is read in vain. */
  private void requireFit(Path target) throws IOException {
    try {
      tree.at(above(target)).close();
    } catch (NoSuchFileException e) {
      // The folder will be created.
    }
  }

  private void fill(String key, UnfinishedFile unfinished, Body body) throws IOException {
    long seen = 0;
    byte[] buffer = new byte[(int) Math.min(MOST_BUFFER_BYTES, Math.max(1, body.size()))];
    try (InputStream in = body.open()) {
      for (int count = in.read(buffer);
          count >= 0 && seen <= body.size();
          count = in.read(buffer)) {
        seen += count;
        check(key);
        try {
          unfinished.write(buffer, 0, count);
        } catch (IOException e) {
          throw errors.explained("write", key, e);
        }
      }
    }
    if (seen != body.size()) {
      throw StoreException.wrongLength(new Location("file", "", key), body.size(), seen);
    }
  }

  private void finish(String key, UnfinishedFile unfinished) throws StoreException {
    try {
      unfinished.finish(durability());
    } catch (IOException e) {
      throw errors.explained("write", key, e);
    }
  }

  /**
   * Returns the durability of the current thread's writes. Heartbeats of a lease must not wait for
   * a busy device, and are meaningless after a failure.
   */
  private Durability durability() {
    return Urgent.isNow() ? UnforcedWrites.INSTANCE : durability;
  }

  private Publication.Goal goal(String key, Path target, OpenFolder folder) {
    return new Publication.Goal(folder, name(target), durability(), () -> check(key));
  }

  private boolean publish(String key, Path target, boolean isNew, Step step) throws StoreException {
    try {
      for (int attempt = 1; ; attempt++) {
        check(key);
        try (OpenFolder folder = tree.make(above(target), durability())) {
          boolean done = alone(key, target, folder, step);
          if (done) {
            keep(folder, name(target), isNew);
          }
          return done;
        } catch (NoSuchFileException e) {
          if (attempt == ATTEMPTS) {
            throw e;
          }
        }
      }
    } catch (IOException e) {
      throw explained(key, e);
    }
  }

  /**
   * Forces the name of a published file. A created file that cannot be forced is deleted again,
   * because readers take its existence as proof for everything written before it.
   */
  private void keep(OpenFolder folder, String name, boolean isNew) throws IOException {
    try {
      folder.force(durability());
    } catch (IOException e) {
      if (isNew) {
        folder.handle().delete(name);
      }
      throw e;
    }
  }

  private boolean alone(String key, Path target, OpenFolder folder, Step step) throws IOException {
    Lock lock = lockOf(target);
    lock.lock();
    try {
      checkFree(key, target, folder);
      check(key);
      return step.into(folder);
    } finally {
      lock.unlock();
    }
  }

  private StoreException explained(String key, IOException failure) {
    return failure instanceof UnfitFolderException unfit
        ? names.unfit(key, String.valueOf(unfit.getReason()))
        : errors.explained("write", key, failure);
  }

  private void checkFree(String key, Path target, OpenFolder folder) throws IOException {
    Optional<BasicFileAttributes> there = attributes(folder, name(target));
    if (there.isPresent() && there.get().isDirectory()) {
      throw names.unfit(key, "there is a folder of that name");
    }
    if (there.isPresent() && !tree.isExact(folder.handle(), name(target))) {
      throw names.unfit(key, UnfitFolderException.otherName(name(target)));
    }
  }

  private static Optional<BasicFileAttributes> attributes(OpenFolder folder, String name) {
    try {
      return folder.handle().attributes(name);
    } catch (IOException e) {
      return Optional.empty(); // unreadable, which the next step reports better
    }
  }

  private static Path above(Path path) {
    return Objects.requireNonNull(path.getParent());
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }
}
