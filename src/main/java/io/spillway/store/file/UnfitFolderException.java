package io.spillway.store.file;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A path leads through an entry that is not a folder of its root. */
final class UnfitFolderException extends FileSystemException {
  private static final long serialVersionUID = 1L;

  private final transient Path path;

  private UnfitFolderException(Path path, String why) {
    super(path.toString(), null, why);
    this.path = path;
  }

  static UnfitFolderException link(Path link) {
    return new UnfitFolderException(link, "it would lead through the symbolic link " + link);
  }

  static UnfitFolderException file(Path file) {
    return new UnfitFolderException(file, "it needs a folder where there is the file " + file);
  }

  static UnfitFolderException otherName(Path folder) {
    return new UnfitFolderException(folder, otherName(String.valueOf(folder.getFileName())));
  }

  /**
   * Returns the reason why a name is unavailable if the file system treats it as an existing name.
   */
  static String otherName(String name) {
    return "this file system takes '" + name + "' for another name that is there";
  }

  /** Returns the path of the obstacle. */
  Path path() {
    return path;
  }
}
