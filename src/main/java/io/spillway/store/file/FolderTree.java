package io.spillway.store.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tree that opens folders. Below the root each folder is opened in its parent, never by a path,
 * so a folder that is replaced by a symbolic link is not followed. Links on the path to the root
 * belong to the user and are followed; so are all links in paths outside of the root.
 *
 * <p>An open folder is reused as long as each folder on its path, looked up in its parent, is still
 * the one that was opened.
 */
final class FolderTree {
  private final FileNames names;
  private final FolderHandle.Opener opener;
  private final NameCheck nameCheck;
  private final FolderCache cache;

  /** A function like {@link ExactNames#isExact}. */
  interface NameCheck {
    boolean isExact(FolderHandle folder, String existing) throws IOException;
  }

  FolderTree(FileNames names) {
    this(names, FolderHandle::open, ExactNames::isExact, FolderCache.SHARED);
  }

  FolderTree(FileNames names, FolderHandle.Opener opener, NameCheck nameCheck, FolderCache cache) {
    this.names = names;
    this.opener = opener;
    this.nameCheck = nameCheck;
    this.cache = cache;
  }

  /**
   * Opens a folder; the caller closes it.
   *
   * @throws NoSuchFileException if it does not exist
   * @throws UnfitFolderException if the path leads through a file or through a link below the root,
   *     or if a folder has a different name that the file system treats as equal
   */
  OpenFolder at(Path folder) throws IOException {
    return walk(folder, null);
  }

  /**
   * Opens a folder like {@link #at}, and creates it and its parents if they do not exist.
   *
   * @param durability the policy by which the names of all folders on the path are forced unless
   *     they are known to be durable
   */
  OpenFolder make(Path folder, Durability durability) throws IOException {
    return walk(folder, durability);
  }

  /** Returns whether the existing file or folder has exactly this name. */
  boolean isExact(FolderHandle folder, String existing) throws IOException {
    return nameCheck.isExact(folder, existing);
  }

  private OpenFolder walk(Path folder, @Nullable Durability making) throws IOException {
    Path top = names.top(folder);
    OpenFolder at = top(top, making);
    if (top.equals(folder)) {
      return at;
    }
    for (Path segment : top.relativize(folder)) {
      try (OpenFolder parent = at) {
        at = child(top, parent, segment.toString(), making);
      }
    }
    return at;
  }

  private OpenFolder top(Path top, @Nullable Durability making) throws IOException {
    FolderCache.Key key = new FolderCache.Key(top, top);
    OpenFolder cached = cache.find(key);
    if (cached != null) {
      if (isStill(cached, top)) {
        return cached;
      }
      cache.discard(key, cached);
    }
    try {
      return cache.add(key, opener.open(top));
    } catch (NotDirectoryException e) {
      throw UnfitFolderException.file(obstacle(top).orElse(top));
    } catch (NoSuchFileException e) {
      if (making == null) {
        throw e;
      }
      makeTop(top, making);
      return cache.add(key, opener.open(top));
    }
  }

  private static boolean isStill(OpenFolder cached, Path path) throws IOException {
    try {
      return cached.is(Files.readAttributes(path, BasicFileAttributes.class));
    } catch (FileSystemException e) {
      return false;
    }
  }

  private void makeTop(Path top, Durability durability) throws IOException {
    List<Path> missing = new ArrayList<>();
    for (Path folder = top;
        folder != null && !Files.isDirectory(folder);
        folder = folder.getParent()) {
      missing.add(folder);
    }
    try {
      Files.createDirectories(top);
    } catch (FileSystemException e) {
      throw obstacle(top).<IOException>map(UnfitFolderException::file).orElse(e);
    }
    if (durability.forces()) {
      for (Path folder : missing) {
        Path above = folder.getParent();
        if (above != null) {
          try (FolderHandle open = opener.open(above)) {
            durability.folder(open);
          }
        }
      }
    }
  }

  /** Returns the lowest part of the path that exists and is not a folder. */
  private static Optional<Path> obstacle(Path folder) {
    for (Path above = folder; above != null; above = above.getParent()) {
      if (Files.exists(above, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(above)) {
        return Optional.of(above);
      }
    }
    return Optional.empty();
  }

  private OpenFolder child(Path top, OpenFolder parent, String name, @Nullable Durability making)
      throws IOException {
    OpenFolder opened = opened(top, parent, name, making);
    if (making != null && making.forces() && !opened.isNamed()) {
      try {
        parent.force(making);
        opened.named();
      } catch (IOException | RuntimeException e) {
        opened.close();
        throw e;
      }
    }
    return opened;
  }

  private OpenFolder opened(Path top, OpenFolder parent, String name, @Nullable Durability making)
      throws IOException {
    Path path = parent.path().resolve(name);
    Optional<BasicFileAttributes> there = parent.handle().attributes(name);
    FolderCache.Key key = new FolderCache.Key(top, path);
    OpenFolder cached = cache.find(key);
    if (cached != null) {
      if (there.filter(cached::is).isPresent()) {
        return cached;
      }
      cache.discard(key, cached);
    }
    if (there.isEmpty() && making != null) {
      create(top, parent, name);
      there = parent.handle().attributes(name);
    }
    requireFolder(path, there.orElseThrow(() -> new NoSuchFileException(path.toString())));
    if (!nameCheck.isExact(parent.handle(), name)) {
      throw UnfitFolderException.otherName(path);
    }
    return cache.add(key, parent.handle().open(name));
  }

  private void create(Path top, OpenFolder parent, String name) throws IOException {
    try (OpenFolder root = top(top, null)) {
      parent.handle().create(name, root.handle());
    }
  }

  private static void requireFolder(Path path, BasicFileAttributes there)
      throws UnfitFolderException {
    if (there.isSymbolicLink()) {
      throw UnfitFolderException.link(path);
    }
    if (!there.isDirectory()) {
      throw UnfitFolderException.file(path);
    }
  }
}
