package io.spillway.store.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;

/**
 * Removes folders that hold nothing, and never a file that has taken a folder's place meanwhile.
 */
final class EmptyFolders {
  private EmptyFolders() {}

  /**
   * Removes an empty folder.
   *
   * <p>{@link Files#delete} looks what a path is and then deletes just that, so it would delete a
   * file that another worker publishes under the name of a folder that went. Where the platform
   * can, the system is told to remove a folder or nothing ({@code unlinkat} with {@code
   * AT_REMOVEDIR}); elsewhere callers hold the lock of the path, which covers this process.
   *
   * @return whether it is gone; false when it holds something, or is no folder
   */
  static boolean remove(Path folder) {
    Path parent = folder.getParent();
    Path name = folder.getFileName();
    if (parent == null || name == null || !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (DirectoryStream<Path> siblings = Files.newDirectoryStream(parent)) {
      if (siblings instanceof SecureDirectoryStream<Path> secure) {
        secure.deleteDirectory(name);
      } else {
        Files.delete(folder);
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
