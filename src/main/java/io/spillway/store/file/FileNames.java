package io.spillway.store.file;

import io.spillway.base.Location;
import io.spillway.store.FolderNames;
import io.spillway.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The mapping of keys to files. A key that could not come back out of a listing exactly as written
 * has no file.
 */
final class FileNames {
  private static final int LONGEST_SEGMENT = 255;

  /**
   * The limit of Linux for a path that a program names; other systems report an error themselves.
   */
  private static final int LONGEST_PATH = 4_095;

  private final Location container;
  private final Path base;
  private final Optional<Path> root;

  /**
   * Creates a mapping.
   *
   * @param base the path that keys are relative to: the root of the file system
   * @param root the folder that keys below it must not leave, and below which empty folders may be
   *     removed; keys outside may follow links
   */
  FileNames(Location container, Path base, Optional<Path> root) {
    this.container = container;
    this.base = base;
    this.root = root;
  }

  /**
   * Returns the file of a key, which need not exist. Examines only the key: {@link FolderTree}
   * checks the folders on the path.
   *
   * @throws StoreException {@code UNFIT} with the reason why the key can have no file
   */
  Path place(String key) throws StoreException {
    String[] segments = key.split("/", -1);
    for (String segment : segments) {
      Optional<String> objection = objection(segment);
      if (objection.isPresent()) {
        throw unfit(key, objection.get());
      }
    }
    Path path = spelled(key, segments);
    int bytes = path.toString().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > LONGEST_PATH) {
      throw unfit(key, "its path has " + bytes + " bytes, and programs can name " + LONGEST_PATH);
    }
    return path;
  }

  /** Returns the base folder of all keys. */
  Path top() {
    return base;
  }

  /**
   * Returns the folder from which a folder is reached without following links: the root, or the
   * folder itself.
   */
  Path top(Path folder) {
    return root.filter(folder::startsWith).orElse(folder);
  }

  /** Returns the key of a file that {@link #place} could have returned. */
  String key(Path path) {
    return base.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
  }

  /**
   * Returns the folders between the root and the path, excluding both; empty if the path is not
   * below the root.
   */
  List<Path> foldersBelowRoot(Path path) {
    return root.map(top -> foldersBetween(top, path)).orElse(List.of());
  }

  /** Returns whether the path lies below the root; true without a root. */
  boolean isInReach(Path path) {
    return root.isEmpty() || isBelowRoot(path);
  }

  private static List<Path> foldersBetween(Path top, Path path) {
    List<Path> folders = new ArrayList<>();
    if (!path.startsWith(top)) {
      return folders;
    }
    Path folder = path.getParent();
    while (folder != null && !folder.equals(top)) {
      folders.add(folder);
      folder = folder.getParent();
    }
    return folders;
  }

  /** Returns whether the path lies below the root, where links are not followed. */
  boolean isBelowRoot(Path path) {
    return root.isPresent() && path.startsWith(root.get()) && !path.equals(root.get());
  }

  Location location(String key) {
    return container.resolve(key);
  }

  StoreException unfit(String key, String why) {
    return FolderNames.unfit(container.resolve(key), why);
  }

  private static Optional<String> objection(String segment) {
    int bytes = segment.getBytes(StandardCharsets.UTF_8).length;
    return FolderNames.objection(segment)
        .or(
            () ->
                bytes > LONGEST_SEGMENT
                    ? Optional.of(
                        "a name has " + bytes + " bytes, and " + LONGEST_SEGMENT + " are the most")
                    : Optional.empty());
  }

  private Path spelled(String key, String[] segments) throws StoreException {
    try {
      Path path = base;
      for (String segment : segments) {
        Path next = path.resolve(segment);
        if (next.getNameCount() != path.getNameCount() + 1
            || !segment.equals(String.valueOf(next.getFileName()))) {
          throw unfit(key, "'" + segment + "' is not a valid name on this system");
        }
        path = next;
      }
      return path;
    } catch (InvalidPathException e) {
      throw unfit(
          key,
          "this Java writes file names in "
              + System.getProperty("sun.jnu.encoding")
              + " and cannot spell it; start it with LC_ALL=C.UTF-8");
    }
  }
}
