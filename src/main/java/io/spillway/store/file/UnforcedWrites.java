package io.spillway.store.file;

import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;

/** The policy that lets the operating system decide when bytes reach the disk. */
final class UnforcedWrites implements Durability {
  static final Durability INSTANCE = new UnforcedWrites();

  private UnforcedWrites() {}

  @Override
  public boolean forces() {
    return false;
  }

  @Override
  public void file(SeekableByteChannel file, Path path) {
    // the system decides when
  }

  @Override
  public void folder(FolderHandle folder) {
    // the system decides when
  }
}
