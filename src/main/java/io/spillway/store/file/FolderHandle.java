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
 * followed. Thread-safe.
 */
interface FolderHandle extends Closeable {
  /** A function that opens the folder at a path and follows links. */
  interface Opener {
    FolderHandle open(Path folder) throws IOException;
  }

  /**
   * Opens a folder by its path: through the system's own handle if the platform has one (Linux),
   * otherwise as a path that is checked at each use.
   *
   * @throws NoSuchFileException if it does not exist
   * @throws java.nio.file.NotDirectoryException if it is a file
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

  /** Returns the path by which the folder was found; another folder may be there by now. */
  Path path();

  /** Returns the attributes of the folder itself. */
  BasicFileAttributes attributes() throws IOException;

  /** Returns the attributes of the entry with that name, or empty if it does not exist. */
  Optional<BasicFileAttributes> attributes(String name) throws IOException;

  /** Opens a folder in this folder. */
  FolderHandle open(String name) throws IOException;

  /** Opens a file in this folder. */
  SeekableByteChannel channel(String name, OpenOption... options) throws IOException;

  /** Opens the entries of this folder; the caller closes the stream. */
  DirectoryStream<Path> names() throws IOException;

  /**
   * Creates a folder in this folder. Succeeds also if another process creates it meanwhile.
   *
   * @param staging a folder on the same file system, where the new folder may exist briefly under a
   *     temporary name
   */
  void create(String name, FolderHandle staging) throws IOException;

  /** Renames a file of this folder into another folder and replaces an existing file. */
  void move(String name, FolderHandle to, String newName) throws IOException;

  /** Deletes a file; does nothing if it does not exist. */
  void delete(String name) throws IOException;

  /**
   * Removes an empty folder, and never a file that has taken its name meanwhile.
   *
   * @return whether the folder is removed; false if it is not empty, or not a folder
   */
  boolean removeFolder(String name);

  /** Returns whether a name in this folder and one in another folder are the same file. */
  boolean isSame(String name, FolderHandle other, String otherName) throws IOException;
}
