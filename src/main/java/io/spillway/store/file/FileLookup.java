package io.spillway.store.file;

import static io.spillway.store.StoreException.Reason.NOT_FOUND;

import io.spillway.store.StoreException;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;

/**
 * Lookup of files by their keys. A file whose name differs from the key but that the file system
 * treats as equal counts as absent; so does the target of a link below the root.
 */
final class FileLookup {
  private final FileNames names;
  private final FolderTree tree;

  /** An operation on an existing file. */
  interface Use<T> {
    T of(FolderHandle folder, String name, BasicFileAttributes attributes) throws IOException;
  }

  FileLookup(FileNames names, FolderTree tree) {
    this.names = names;
    this.tree = tree;
  }

  /** Returns the size of the file in bytes, or empty if it does not exist. */
  Optional<Long> size(String key) throws IOException {
    return use(key, (folder, name, attributes) -> attributes.size());
  }

  /** Applies an operation to the file of a key, if it exists. */
  <T> Optional<T> use(String key, Use<T> use) throws IOException {
    Optional<Path> path = place(key);
    return path.isEmpty() ? Optional.empty() : file(path.get(), use);
  }

  /**
   * Opens a file for reading; the caller closes it.
   *
   * @throws StoreException {@code NOT_FOUND} if it does not exist
   */
  SeekableByteChannel open(String key) throws IOException {
    Optional<Path> path = place(key);
    Optional<SeekableByteChannel> opened =
        path.isEmpty() ? Optional.empty() : file(path.get(), this::opened);
    return opened.orElseThrow(
        () -> new StoreException(NOT_FOUND, "There is no file " + names.location(key) + "."));
  }

  private SeekableByteChannel opened(
      FolderHandle folder, String name, BasicFileAttributes attributes) throws IOException {
    Path path = folder.path().resolve(name);
    return names.isBelowRoot(path)
        ? folder.channel(name, StandardOpenOption.READ)
        : Files.newByteChannel(path);
  }

  /**
   * Applies an operation to a file, if it exists; outside of the root the path may be a link to a
   * file.
   */
  <T> Optional<T> file(Path path, Use<T> use) throws IOException {
    try {
      return names.isBelowRoot(path) ? below(path, use) : free(path, use);
    } catch (NoSuchFileException | UnfitFolderException e) {
      return Optional.empty();
    } catch (IOException e) {
      if (FileErrors.isTooLong(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private <T> Optional<T> below(Path path, Use<T> use) throws IOException {
    String name = path.getFileName().toString();
    try (OpenFolder open = tree.at(Objects.requireNonNull(path.getParent()))) {
      Optional<BasicFileAttributes> there = open.handle().attributes(name);
      return there.isPresent() ? used(open.handle(), name, there.get(), use) : Optional.empty();
    }
  }

  /**
   * Applies an operation to a file without opening its folder, which need not be readable: opening
   * it would require more permissions than the file does.
   */
  private <T> Optional<T> free(Path path, Use<T> use) throws IOException {
    Path above = path.getParent();
    if (above == null) {
      return Optional.empty();
    }
    try {
      BasicFileAttributes there = Files.readAttributes(path, BasicFileAttributes.class);
      return used(new PathFolder(above), path.getFileName().toString(), there, use);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      if (isThroughFile(path)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private <T> Optional<T> used(
      FolderHandle folder, String name, BasicFileAttributes there, Use<T> use) throws IOException {
    return there.isRegularFile() && tree.isExact(folder, name)
        ? Optional.of(use.of(folder, name, there))
        : Optional.empty();
  }

  /** Returns whether the path leads below a file, where nothing can exist. */
  private static boolean isThroughFile(Path path) {
    Path above = path.getParent();
    while (above != null && !Files.exists(above, LinkOption.NOFOLLOW_LINKS)) {
      above = above.getParent();
    }
    return above != null && Files.exists(above) && !Files.isDirectory(above);
  }

  /** An obstacle: an entry at the path of the key or of one of its folders. */
  sealed interface Obstacle {
    Path path();

    /** A file with the name of one of the key's folders. */
    record File(Path path) implements Obstacle {}

    /** A folder with the key's own name. */
    record Folder(Path path) implements Obstacle {}
  }

  /**
   * Returns the obstacle to a file, as far as it is below the root; without a root, any obstacle.
   */
  Optional<Obstacle> obstacle(Path path) throws IOException {
    if (!names.isInReach(path)) {
      return Optional.empty();
    }
    String name = path.getFileName().toString();
    try (OpenFolder folder = tree.at(Objects.requireNonNull(path.getParent()))) {
      boolean isFolder =
          folder.handle().attributes(name).filter(BasicFileAttributes::isDirectory).isPresent();
      return isFolder && tree.isExact(folder.handle(), name)
          ? Optional.of(new Obstacle.Folder(path))
          : Optional.empty();
    } catch (UnfitFolderException e) {
      return names.isInReach(e.path())
          ? Optional.of(new Obstacle.File(e.path()))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private Optional<Path> place(String key) {
    try {
      return Optional.of(names.place(key));
    } catch (StoreException e) {
      return Optional.empty();
    }
  }
}
