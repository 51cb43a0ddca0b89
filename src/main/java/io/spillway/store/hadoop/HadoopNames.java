package io.spillway.store.hadoop;

import io.spillway.base.Location;
import io.spillway.store.FolderNames;
import io.spillway.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;

/**
 * The mapping between keys and Hadoop paths; no other class converts between them. Hadoop folds
 * {@code a//b}, follows {@code ..} and drops a trailing slash. A key that would not come back out
 * of a listing exactly as written has no path.
 */
final class HadoopNames {
  private final Location container;
  private final Optional<String> root;

  /**
   * Creates a mapping.
   *
   * @param root the key of the folder below which empty folders may be removed; empty for the whole
   *     container
   */
  HadoopNames(Location container, Optional<String> root) {
    this.container = container;
    this.root = root;
  }

  /** Returns the key of a name in a folder; the folder's key is empty for the top. */
  static String child(String folder, String name) {
    return folder.isEmpty() ? name : folder + "/" + name;
  }

  /** Returns the folder of a key; empty for the top. */
  static String folder(String key) {
    return key.substring(0, Math.max(0, key.lastIndexOf('/')));
  }

  Location location(String key) {
    return container.resolve(key);
  }

  /**
   * Returns the path of a key; the file need not exist.
   *
   * @throws StoreException {@code UNFIT} with the reason why the key can have no file
   */
  Path place(String key) throws StoreException {
    Optional<String> objection = objection(key);
    if (objection.isPresent()) {
      throw unfit(key, objection.get());
    }
    try {
      Path path = new Path(null, null, "/" + key);
      if (key(path).equals(key)) {
        return path;
      }
    } catch (IllegalArgumentException e) {
      throw unfit(key, "Hadoop takes it for no path");
    }
    throw unfit(key, "Hadoop would change it");
  }

  /** Returns the path of a folder; the top's for an empty key. */
  Path folderPath(String key) throws StoreException {
    return key.isEmpty() ? new Path("/") : place(key);
  }

  /** Returns the path of a key, or empty if it can have no file. */
  Optional<Path> find(String key) {
    try {
      return Optional.of(place(key));
    } catch (StoreException e) {
      return Optional.empty();
    }
  }

  /** Returns the key of a path that {@link #place} could have returned. */
  static String key(Path path) {
    return path.toUri().getPath().substring(1);
  }

  /** Returns whether the key lies below the root. */
  boolean isBelowRoot(String key) {
    return root.filter(top -> isBelow(top, key)).isPresent();
  }

  /**
   * Returns the folders between the root and the key, excluding both, the nearest to the key first.
   */
  List<String> foldersBelowRoot(String key) {
    return root.map(top -> foldersBetween(top, key)).orElse(List.of());
  }

  /**
   * Returns the folders above the key that this store controls: those below the root or, without a
   * root, all.
   */
  List<String> foldersInReach(String key) {
    return foldersBetween(root.orElse(""), key);
  }

  /** Returns whether the key lies below the root; true without a root. */
  boolean isInReach(String key) {
    return root.isEmpty() || isBelowRoot(key);
  }

  private static List<String> foldersBetween(String top, String key) {
    List<String> folders = new ArrayList<>();
    for (String folder = folder(key); isBelow(top, folder); folder = folder(folder)) {
      folders.add(folder);
    }
    return folders;
  }

  private static boolean isBelow(String top, String key) {
    return !key.isEmpty() && (top.isEmpty() || key.startsWith(top + "/"));
  }

  StoreException unfit(String key, String why) {
    return FolderNames.unfit(location(key), why);
  }

  private Optional<String> objection(String key) {
    boolean isHdfs = container.isHdfs();
    if (isHdfs && (key.equals(".reserved") || key.startsWith(".reserved/"))) {
      return Optional.of("'.reserved' at the top is HDFS's own");
    }
    return Stream.of(key.split("/", -1))
        .flatMap(segment -> objection(segment, isHdfs).stream())
        .findFirst();
  }

  private static Optional<String> objection(String segment, boolean isHdfs) {
    Optional<String> objection = FolderNames.objection(segment);
    return objection.isEmpty() && isHdfs ? ofHdfs(segment) : objection;
  }

  private static Optional<String> ofHdfs(String segment) {
    if (segment.indexOf(':') >= 0) {
      return Optional.of("HDFS takes no colon in a name");
    }
    return segment.equals(".snapshot")
        ? Optional.of("'.snapshot' is a folder of HDFS's own")
        : Optional.empty();
  }
}
