package io.spillway.store.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A folder that is held open and shared by its current users. Each user closes it once. */
final class OpenFolder implements Closeable {
  private final FolderCache cache;
  private final FolderHandle handle;
  private final @Nullable Object fileKey;
  private final Lock forcing = new ReentrantLock();
  private @Nullable SharedForce waiting;
  private volatile boolean named;

  // State of the cache, guarded by its lock.
  int users = 1;
  boolean dropped;
  long lastUsed;

  /** The callers that one force serves. */
  private static final class SharedForce {
    private boolean done;
    private @Nullable IOException failure;
  }

  OpenFolder(FolderCache cache, FolderHandle handle) throws IOException {
    this.cache = cache;
    this.handle = handle;
    this.fileKey = handle.attributes().fileKey();
  }

  FolderHandle handle() {
    return handle;
  }

  Path path() {
    return handle.path();
  }

  /**
   * Returns whether the attributes are those of this folder, or of one that cannot be distinguished
   * from it.
   */
  boolean is(BasicFileAttributes attributes) {
    return attributes.isDirectory() && Objects.equals(fileKey, attributes.fileKey());
  }

  /** Returns whether the folder's name in its parent is known to survive a power failure. */
  boolean isNamed() {
    return named;
  }

  void named() {
    named = true;
  }

  /**
   * Forces the names in this folder. One force serves all callers that came before it began.
   *
   * @throws NoSuchFileException if the folder was removed meanwhile
   * @throws IOException if the force fails; every caller that it serves receives the failure
   */
  void force(Durability durability) throws IOException {
    if (!durability.forces()) {
      return;
    }
    SharedForce mine = joined();
    forcing.lock();
    try {
      if (!mine.done) {
        run(mine, durability);
      }
    } finally {
      forcing.unlock();
    }
    if (mine.failure instanceof NoSuchFileException) {
      throw new NoSuchFileException(path().toString());
    }
    if (mine.failure != null) {
      throw new IOException(mine.failure.getMessage(), mine.failure);
    }
  }

  private synchronized SharedForce joined() {
    SharedForce force = waiting == null ? new SharedForce() : waiting;
    waiting = force;
    return force;
  }

  private void run(SharedForce force, Durability durability) {
    synchronized (this) {
      waiting = null; // later callers may have changed entries that this force has already seen
    }
    try {
      durability.folder(handle);
    } catch (IOException e) {
      force.failure = e;
    }
    force.done = true;
  }

  @Override
  public void close() {
    cache.release(this);
  }
}
