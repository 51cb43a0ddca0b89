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

/** A folder that is held open, shared by those who use it at the time. Each closes it once. */
final class OpenFolder implements Closeable {
  private final FolderCache cache;
  private final FolderHandle handle;
  private final @Nullable Object fileKey;
  private final Lock forcing = new ReentrantLock();
  private @Nullable Round waiting;
  private volatile boolean named;

  // Of the cache, under its lock.
  int users = 1;
  boolean dropped;
  long lastUsed;

  /** Callers that one force serves. */
  private static final class Round {
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
   * Tells whether those are the attributes of this very folder, or of one that is not told apart.
   */
  boolean is(BasicFileAttributes attributes) {
    return attributes.isDirectory() && Objects.equals(fileKey, attributes.fileKey());
  }

  /** Returns whether the folder's name in the one above is known to survive a power failure. */
  boolean isNamed() {
    return named;
  }

  void named() {
    named = true;
  }

  /**
   * Forces the names in this folder. One force serves all callers that came before it began.
   *
   * @throws NoSuchFileException when the folder was removed meanwhile
   * @throws IOException when it fails; each caller that it was to serve is told
   */
  void force(Durability durability) throws IOException {
    if (!durability.forces()) {
      return;
    }
    Round mine = joined();
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

  private synchronized Round joined() {
    Round round = waiting == null ? new Round() : waiting;
    waiting = round;
    return round;
  }

  private void run(Round round, Durability durability) {
    synchronized (this) {
      waiting = null; // who comes from here on may have changed what this force has seen already
    }
    try {
      durability.folder(handle);
    } catch (IOException e) {
      round.failure = e;
    }
    round.done = true;
  }

  @Override
  public void close() {
    cache.release(this);
  }
}
