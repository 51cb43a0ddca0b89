package io.spillway.store.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;

/**
 * Makes what was written survive a power failure.
 *
 * <p>INVARIANT: when a write, a create or a delete of a {@link FileStore} that forces returns, what
 * it did is durable. So whatever is written after it (outcomes, the record, the marker) can never
 * outlive it, and nothing else has to know of this.
 */
interface Durability {
  /** Returns whether anything is forced. */
  default boolean forces() {
    return true;
  }

  /**
   * Forces the bytes of a file that is whole but has its temporary name.
   *
   * @param file open for writing; it stays open
   * @param path where it is, for messages
   */
  void file(SeekableByteChannel file, Path path) throws IOException;

  /** Forces the names in a folder: what was created in it, renamed into it and deleted from it. */
  void folder(FolderHandle folder) throws IOException;

  /** Tells whether it is a channel that can be forced. */
  static FileChannel channel(SeekableByteChannel file) throws IOException {
    if (file instanceof FileChannel channel) {
      return channel;
    }
    throw new IOException("this file system of Java's cannot force files to disk; use --no-fsync");
  }
}
