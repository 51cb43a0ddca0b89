package io.spillway.store.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;

/**
 * A policy for making writes survive a power failure.
 *
 * <p>INVARIANT: when a write, a create or a delete of a {@link FileStore} that forces returns, its
 * effect is durable. Anything written after it (outcomes, the record, the marker) can therefore
 * never outlive it, and no other code has to handle durability.
 */
interface Durability {
  /** Returns whether writes are forced to disk. */
  default boolean forces() {
    return true;
  }

  /**
   * Forces the bytes of a file that is complete but still has its temporary name.
   *
   * @param file open for writing; it stays open
   * @param path the path of the file, for messages
   */
  void file(SeekableByteChannel file, Path path) throws IOException;

  /** Forces the entries of a folder: files created in it, renamed into it and deleted from it. */
  void folder(FolderHandle folder) throws IOException;

  /**
   * Returns the channel as one that can be forced.
   *
   * @throws IOException if the file system's channels cannot be forced
   */
  static FileChannel channel(SeekableByteChannel file) throws IOException {
    if (file instanceof FileChannel channel) {
      return channel;
    }
    throw new IOException("this file system of Java's cannot force files to disk; use --no-fsync");
  }
}
