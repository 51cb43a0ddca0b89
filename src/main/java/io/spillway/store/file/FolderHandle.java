package io.spillway.store.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * An open folder. Names are single segments that are looked up in it; a symbolic link is never
 * followed. For use by many threads.
 */
interface FolderHandle extends Closeable {
  /** Opens the folder that a path leads to, links followed. */
  interface Opener {
    FolderHandle open(Path folder) throws IOException;
  }

  /**
   * Opens a folder by its path: as the system's own handle where the platform has one (Linux), else
   * as a path that is checked at each use.
   *
   * @throws NoSuchFileException when there is none
   * @throws java.nio.file.NotDirectoryException when it is a file
   */
  @SuppressWarnings("StreamResourceLeak") // the handle closes it
  static FolderHandle open(Path folder) throws IOException {
    DirectoryStream<Path> stream = Files.newDirectoryStream(folder);
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return new SecureFolder(folder, secure);
    }
    stream.close();
    return new PathFolder(folder);
  }

  /** The path by which the folder was found; what is there by now may be another. */
  Path path();

  /** Returns the attributes of the folder itself. */
  BasicFileAttributes attributes() throws IOException;

  /** Returns the attributes of what bears that name, or nothing when there is no such name. */
  Optional<BasicFileAttributes> attributes(String name) throws IOException;

  /** Opens a folder in it. */
  FolderHandle open(String name) throws IOException;

  /** Opens a file in it. */
  SeekableByteChannel channel(String name, OpenOption... options) throws IOException;

  /** Opens the names in it; the caller closes the stream. */
  DirectoryStream<Path> names() throws IOException;

  /**
   * Creates a folder in it. Returns normally too when another process creates it meanwhile.
   *
   * @param staging on the same file system, where the new folder may stand for a moment under a
   *     temporary name
   */
  void create(String name, FolderHandle staging) throws IOException;

  /** Renames a file of this folder into another, in place of a file that may be there. */
  void move(String name, FolderHandle to, String newName) throws IOException;

  /** Deletes a file; nothing happens when there is none. */
  void delete(String name) throws IOException;

  /**
   * Removes a folder that is empty, and never a file that has taken its name meanwhile.
   *
   * @return whether it is gone; false when it holds something, or is no folder
   */
  boolean removeFolder(String name);

  /** Tells whether a name here and one in another folder are the same file. */
  boolean isSame(String name, FolderHandle other, String otherName) throws IOException;
}
