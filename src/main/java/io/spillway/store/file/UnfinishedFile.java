package io.spillway.store.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file under its temporary name, in a folder that is held open. It is filled once, by one thread.
 */
final class UnfinishedFile extends OutputStream {
  private final OpenFolder folder;
  private final String name;
  private SeekableByteChannel channel;
  private long size;
  private boolean released;

  /** Creates the file; the folder is closed with it. */
  UnfinishedFile(OpenFolder folder, String name) throws IOException {
    this.folder = folder;
    this.name = name;
    this.channel =
        folder.handle().channel(name, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  FolderHandle folder() {
    return folder.handle();
  }

  String name() {
    return name;
  }

  Path path() {
    return folder.path().resolve(name);
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, from, count);
    while (buffer.hasRemaining()) {
      Uninterrupted.run(() -> size += channel().write(buffer));
    }
  }

  private SeekableByteChannel channel() throws IOException {
    if (!channel.isOpen()) {
      channel = folder.handle().channel(name, StandardOpenOption.WRITE);
      channel.position(size);
    }
    return channel;
  }

  /** Forces and closes a complete file. */
  void finish(Durability durability) throws IOException {
    Uninterrupted.run(() -> durability.file(channel(), path()));
    channel.close();
  }

  /** Closes the file as far as it was written; the file remains. */
  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Removes the temporary name, regardless of the state of the file, and closes the folder. */
  void discard() throws IOException {
    if (released) {
      return;
    }
    released = true;
    try (OpenFolder last = folder) {
      channel.close();
      last.handle().delete(name);
    }
  }

  /**
   * Closes the file and its folder; the temporary name remains for a process that may still remove
   * it.
   */
  void leave() throws IOException {
    if (released) {
      return;
    }
    released = true;
    try (OpenFolder last = folder) {
      channel.close();
    }
  }

  /** Closes the folder of a file that has been renamed. */
  void moved() {
    if (!released) {
      released = true;
      folder.close();
    }
  }
}
