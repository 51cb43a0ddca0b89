package io.spillway.store.file;

import io.spillway.Location;
import io.spillway.store.Body;
import io.spillway.store.StoreException;
import io.spillway.store.WriteGuard;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * Makes files appear whole: each is written under a temporary name and gets its own in one step.
 *
 * <p>For {@link #write} that step is a rename, which takes the place of what was there. For {@link
 * #create} it is a hard link, which fails when something is there: a file that is created under its
 * name and then filled ({@code CREATE_NEW}) is exclusive too, but its readers can see it empty or
 * in half.
 */
final class FileWriter {
  static final int MOST_BUFFER_BYTES = 1 << 18;

  /**
   * A folder that was just made can be pruned by a delete next door; so often in a row it cannot.
   */
  private static final int ATTEMPTS = 20;

  private final FileNames names;
  private final FileErrors errors;
  private final Optional<Path> temporary;
  private final Linker linker;
  private final NameCheck nameCheck;
  private final WriteGuard guard;
  private final List<Lock> locks =
      IntStream.range(0, 64).<Lock>mapToObj(i -> new ReentrantLock()).toList();

  /** {@link Files#createLink}, or its like. */
  interface Linker {
    Path link(Path link, Path existing) throws IOException;
  }

  /** {@link ExactNames#isExact}, or its like. */
  interface NameCheck {
    boolean isExact(Path existing) throws IOException;
  }

  /** A file under its temporary name, open to be filled once. */
  record Unfinished(Path path, OutputStream out) {}

  private interface Step {
    boolean run() throws IOException;
  }

  /**
   * @param temporary the folder of temporary names; without one they are hidden neighbours of the
   *     file to be
   */
  FileWriter(FileNames names, FileErrors errors, Optional<Path> temporary, Linker linker) {
    this(names, errors, temporary, linker, ExactNames::isExact);
  }

  FileWriter(
      FileNames names,
      FileErrors errors,
      Optional<Path> temporary,
      Linker linker,
      NameCheck nameCheck) {
    this(names, errors, temporary, linker, nameCheck, WriteGuard.NONE);
  }

  private FileWriter(
      FileNames names,
      FileErrors errors,
      Optional<Path> temporary,
      Linker linker,
      NameCheck nameCheck,
      WriteGuard guard) {
    this.guard = guard;
    this.names = names;
    this.errors = errors;
    this.temporary = temporary;
    this.linker = linker;
    this.nameCheck = nameCheck;
  }

  /** Returns a writer that takes no step without the guard's permission. */
  FileWriter guardedBy(WriteGuard other) {
    return new FileWriter(names, errors, temporary, linker, nameCheck, other);
  }

  /** Returns if a step may be taken. */
  void check(String key) throws StoreException {
    guard.check("write " + new Location("file", "", key));
  }

  /** Returns whether what is left unfinished may be removed; else the next export does it. */
  private boolean mayTidyUp() {
    return guard.refusal().isEmpty();
  }

  /**
   * Writes a file in place of one that may be there. What the body throws is passed on as it is.
   */
  void write(String key, Path target, Body body) throws IOException {
    Unfinished unfinished = beginning(key, target);
    try {
      fill(key, unfinished, body);
      replace(key, unfinished, target);
    } catch (IOException | RuntimeException e) {
      giveUp(unfinished, target);
      throw e;
    }
  }

  /** Begins a file of unknown size, to take the place of one that may be there. */
  FileWrite begin(String key, Path target) throws IOException {
    return new FileWrite(this, errors, key, target, beginning(key, target));
  }

  /** Lets a file that is whole appear. */
  void replace(String key, Unfinished unfinished, Path target) throws StoreException {
    boolean unused = publish(key, target, () -> rename(unfinished.path(), target));
  }

  /** Removes an unfinished file, and the folders that were made for it. */
  void giveUp(Unfinished unfinished, Path target) throws IOException {
    if (!mayTidyUp()) {
      return;
    }
    try {
      Files.deleteIfExists(unfinished.path());
    } finally {
      prune(target);
    }
  }

  /** Whether this call made the file. */
  boolean create(String key, Path target, byte[] content) throws IOException {
    Unfinished unfinished = beginning(key, target);
    try {
      fill(key, unfinished, Body.of(content));
      return publish(key, target, () -> link(unfinished.path(), target));
    } finally {
      if (mayTidyUp()) {
        Files.deleteIfExists(unfinished.path());
      }
    }
  }

  /**
   * Removes a folder if it is empty, then the folders above it likewise, as far as they are below
   * the root.
   */
  void prune(Path gone) {
    if (!mayTidyUp()) {
      return;
    }
    if (Files.isDirectory(gone, LinkOption.NOFOLLOW_LINKS)
        && !(names.isBelowRoot(gone) && removed(gone))) {
      return;
    }
    for (Path folder : names.foldersBelowRoot(gone)) {
      if (!removed(folder)) {
        return;
      }
    }
  }

  private boolean removed(Path folder) {
    Lock lock = lockOf(folder);
    lock.lock();
    try {
      return EmptyFolders.remove(folder);
    } finally {
      lock.unlock();
    }
  }

  /** Names that could be folded into one take turns, so that the second sees the first. */
  private Lock lockOf(Path path) {
    return locks.get(Math.floorMod(ExactNames.folded(path.toString()).hashCode(), locks.size()));
  }

  private Unfinished beginning(String key, Path target) throws StoreException {
    check(key);
    try {
      for (int attempt = 1; ; attempt++) {
        Path folder = temporary.orElseGet(target::getParent);
        // In a folder of its own the name need not hide: who sweeps the folder wants to list it.
        Path unfinished =
            folder.resolve(temporary.isPresent() ? FileNames.unique() : FileNames.temporary());
        try {
          makeFolder(key, folder);
          return new Unfinished(
              unfinished,
              Files.newOutputStream(
                  unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        } catch (NoSuchFileException e) {
          if (attempt == ATTEMPTS) {
            throw e;
          }
        }
      }
    } catch (IOException e) {
      throw errors.explained("write", key, e);
    }
  }

  private void fill(String key, Unfinished unfinished, Body body) throws IOException {
    long seen = 0;
    byte[] buffer = new byte[(int) Math.min(MOST_BUFFER_BYTES, Math.max(1, body.size()))];
    try (OutputStream out = unfinished.out();
        InputStream in = body.open()) {
      for (int count = in.read(buffer);
          count >= 0 && seen <= body.size();
          count = in.read(buffer)) {
        seen += count;
        check(key);
        try {
          out.write(buffer, 0, count);
        } catch (IOException e) {
          throw errors.explained("write", key, e);
        }
      }
    }
    if (seen != body.size()) {
      throw StoreException.wrongLength(new Location("file", "", key), body.size(), seen);
    }
  }

  private boolean publish(String key, Path target, Step step) throws StoreException {
    Lock lock = lockOf(target);
    lock.lock();
    try {
      for (int attempt = 1; ; attempt++) {
        try {
          check(key);
          makeFolder(key, Objects.requireNonNull(target.getParent()));
          checkFree(key, target);
          check(key);
          return step.run();
        } catch (NoSuchFileException e) {
          if (attempt == ATTEMPTS) {
            throw e;
          }
        }
      }
    } catch (IOException e) {
      throw errors.explained("write", key, e);
    } finally {
      lock.unlock();
    }
  }

  private void makeFolder(String key, Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    try {
      Files.createDirectories(folder);
    } catch (FileSystemException e) {
      for (Path above = folder; above != null; above = above.getParent()) {
        if (Files.exists(above, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(above)) {
          throw names.unfit(key, "it needs a folder where there is the file " + above);
        }
      }
      throw e;
    }
  }

  private void checkFree(String key, Path target) throws IOException {
    Optional<BasicFileAttributes> there = attributes(target);
    if (there.isPresent() && there.get().isDirectory()) {
      throw names.unfit(key, "there is a folder of that name");
    }
    for (Path folder : names.foldersBelowRoot(target)) {
      checkExact(key, folder);
    }
    if (there.isPresent()) {
      checkExact(key, target);
    }
  }

  private static Optional<BasicFileAttributes> attributes(Path path) {
    try {
      return Optional.of(
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    } catch (IOException e) {
      return Optional.empty(); // not there, or not to be seen, which the next step says better
    }
  }

  private void checkExact(String key, Path existing) throws IOException {
    if (!nameCheck.isExact(existing)) {
      throw names.unfit(
          key,
          "this file system takes '" + existing.getFileName() + "' for another name that is there");
    }
  }

  private boolean rename(Path unfinished, Path target) throws IOException {
    try {
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      renameFromAfar(unfinished, target);
    }
    return true;
  }

  /** The folder of temporary names turned out to be on another file system. */
  private void renameFromAfar(Path unfinished, Path target) throws IOException {
    Path neighbour = target.resolveSibling(FileNames.temporary());
    try {
      Files.copy(unfinished, neighbour);
      check(names.key(target));
      Files.move(neighbour, target, StandardCopyOption.ATOMIC_MOVE);
      Files.deleteIfExists(unfinished);
    } finally {
      Files.deleteIfExists(neighbour);
    }
  }

  private boolean link(Path unfinished, Path target) throws IOException {
    try {
      linker.link(target, unfinished);
      return true;
    } catch (FileAlreadyExistsException e) {
      // A network file system can lose the answer and find its own link when it asks again.
      return Files.isSameFile(unfinished, target);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      return claim(unfinished, target);
    }
  }

  /**
   * Where there are no hard links (FAT, some network shares), the name is claimed with an empty
   * file, and the whole one put over it: as exclusive, but for a moment readers see an empty file.
   */
  private boolean claim(Path unfinished, Path target) throws IOException {
    try {
      Files.createFile(target);
    } catch (FileAlreadyExistsException e) {
      return false;
    }
    try {
      return rename(unfinished, target);
    } catch (IOException e) {
      Files.deleteIfExists(target);
      throw e;
    }
  }
}
