package io.spillway.source.lakefs.metadata;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A cache of open metadata files. Concurrent users of a file share one load. A file is closed after
 * its last user has released it. A few files stay open without users, because slices of one range
 * follow each other.
 */
final class MetadataCache {
  /** A loader of a file that is not in the cache. */
  interface Loader {
    MetadataFile load() throws IOException;
  }

  private final int maxIdle;
  private final Map<Object, Shared> files = new HashMap<>();
  private final Deque<Shared> idle = new ArrayDeque<>();

  MetadataCache(int maxIdle) {
    this.maxIdle = maxIdle;
  }

  /**
   * Returns the file with the given key, and loads it if necessary. A failed load fails for all
   * callers that wait for it; later callers try again.
   */
  Lease open(Object key, Loader loader) throws IOException {
    Shared shared = use(key);
    MetadataFile file = null;
    try {
      file = shared.file(loader);
      return new Lease(shared, file);
    } finally {
      if (file == null) {
        release(shared);
      }
    }
  }

  private synchronized Shared use(Object key) {
    Shared shared = files.computeIfAbsent(key, Shared::new);
    shared.users++;
    idle.remove(shared);
    return shared;
  }

  private synchronized void forget(Shared shared) {
    files.remove(shared.key, shared);
  }

  private void release(Shared shared) {
    MetadataFile unused = leave(shared);
    if (unused != null) {
      unused.close();
    }
  }

  /** Removes one user, and returns a file that must be closed, or null if there is none. */
  private synchronized @Nullable MetadataFile leave(Shared shared) {
    shared.users--;
    if (shared.users > 0) {
      return null;
    }
    if (shared.file == null) {
      files.remove(shared.key, shared);
      return null;
    }
    idle.addLast(shared);
    if (idle.size() <= maxIdle) {
      return null;
    }
    Shared eldest = idle.removeFirst();
    files.remove(eldest.key, eldest);
    return eldest.file;
  }

  /** One user's reference to a file. */
  final class Lease {
    private final Shared shared;
    private final MetadataFile file;
    private boolean closed;

    private Lease(Shared shared, MetadataFile file) {
      this.shared = shared;
      this.file = file;
    }

    MetadataFile file() {
      return file;
    }

    /** Releases the file; further calls have no effect. */
    void close() {
      synchronized (this) {
        if (closed) {
          return;
        }
        closed = true;
      }
      release(shared);
    }
  }

  /** A file and its users. */
  private final class Shared {
    private final Object key;
    private final ReentrantLock loading = new ReentrantLock();
    private int users; // guarded by the cache
    private volatile @Nullable MetadataFile file;
    private @Nullable Exception failure; // guarded by loading

    Shared(Object key) {
      this.key = key;
    }

    MetadataFile file(Loader loader) throws IOException {
      lock();
      try {
        MetadataFile loaded = file;
        if (loaded == null) {
          failAsBefore();
          loaded = load(loader);
          file = loaded;
        }
        return loaded;
      } finally {
        loading.unlock();
      }
    }

    private void lock() throws InterruptedIOException {
      try {
        loading.lockInterruptibly();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("Interrupted while waiting for a metadata file");
      }
    }

    private void failAsBefore() throws IOException {
      if (failure instanceof IOException e) {
        throw e;
      }
      if (failure instanceof RuntimeException e) {
        throw e;
      }
    }

    private MetadataFile load(Loader loader) throws IOException {
      try {
        return loader.load();
      } catch (IOException | RuntimeException e) {
        // An interrupted thread fails alone; the next waiting thread loads the file itself.
        if (!Thread.currentThread().isInterrupted()) {
          failure = e;
          forget(this);
        }
        throw e;
      }
    }
  }
}
