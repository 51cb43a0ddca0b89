package io.spillway.store.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A cache of recently used folders that stay open, so that many small files in one folder do not
 * each open it. It holds at most {@value #MOST} folders besides those in use, with two file
 * descriptors each, and closes a folder after {@value #IDLE_SECONDS} seconds without use.
 *
 * <p>The cache does not validate paths: {@link FolderTree} compares a cached folder with the folder
 * at the path.
 */
final class FolderCache {
  static final int MOST = 100;
  static final int IDLE_SECONDS = 10;

  /**
   * The cache of all stores of this process: each export has its own store, and there may be many.
   */
  static final FolderCache SHARED =
      new FolderCache(
          System::nanoTime,
          later ->
              CompletableFuture.delayedExecutor(IDLE_SECONDS, TimeUnit.SECONDS).execute(later));

  private final Map<Key, OpenFolder> open = new LinkedHashMap<>(16, 0.75f, true);
  private final LongSupplier nanos;
  private final Later later;
  private boolean sweeping;

  /**
   * The key of a folder.
   *
   * @param top the folder from which it was reached without following links
   */
  record Key(Path top, Path folder) {}

  /** A scheduler that runs work after the idle time. */
  interface Later {
    void run(Runnable work);
  }

  FolderCache(LongSupplier nanos, Later later) {
    this.nanos = nanos;
    this.later = later;
  }

  /** Returns a cached folder, which the caller closes, or null. */
  synchronized @Nullable OpenFolder find(Key key) {
    OpenFolder found = open.get(key);
    if (found != null) {
      found.users++;
    }
    return found;
  }

  /** Adds a folder that was just opened; the caller must close the result too. */
  OpenFolder add(Key key, FolderHandle handle) throws IOException {
    OpenFolder added;
    try {
      added = new OpenFolder(this, handle);
    } catch (IOException | RuntimeException e) {
      handle.close();
      throw e;
    }
    List<OpenFolder> unused = new ArrayList<>();
    synchronized (this) {
      drop(open.put(key, added), unused);
      Iterator<OpenFolder> eldest = open.values().iterator();
      while (open.size() > MOST) {
        OpenFolder one = eldest.next();
        eldest.remove();
        drop(one, unused);
      }
      sweepLater();
    }
    close(unused);
    return added;
  }

  /** Drops a folder that its path no longer leads to, and closes the caller's use of it. */
  void discard(Key key, OpenFolder stale) {
    synchronized (this) {
      if (open.remove(key, stale)) {
        stale.dropped = true;
      }
    }
    release(stale);
  }

  void release(OpenFolder folder) {
    synchronized (this) {
      folder.users--;
      folder.lastUsed = nanos.getAsLong();
      if (folder.users > 0 || !folder.dropped) {
        return;
      }
    }
    close(List.of(folder));
  }

  /** Returns the number of cached folders. */
  synchronized int size() {
    return open.size();
  }

  /** Marks a folder as dropped and collects it if unused. Called with the lock held. */
  private static void drop(@Nullable OpenFolder folder, List<OpenFolder> unused) {
    if (folder != null) {
      folder.dropped = true;
      if (folder.users == 0) {
        unused.add(folder);
      }
    }
  }

  /** Schedules a sweep of idle folders. Called with the lock held. */
  private void sweepLater() {
    if (!sweeping && !open.isEmpty()) {
      sweeping = true;
      later.run(this::sweep);
    }
  }

  private void sweep() {
    List<OpenFolder> unused = new ArrayList<>();
    synchronized (this) {
      long now = nanos.getAsLong();
      Iterator<OpenFolder> all = open.values().iterator();
      while (all.hasNext()) {
        OpenFolder one = all.next();
        if (one.users == 0 && now - one.lastUsed >= TimeUnit.SECONDS.toNanos(IDLE_SECONDS)) {
          all.remove();
          drop(one, unused);
        }
      }
      sweeping = false;
      sweepLater();
    }
    close(unused);
  }

  private static void close(List<OpenFolder> unused) {
    for (OpenFolder folder : unused) {
      try {
        folder.handle().close();
      } catch (IOException e) {
        // No data was written through this handle.
      }
    }
  }
}
