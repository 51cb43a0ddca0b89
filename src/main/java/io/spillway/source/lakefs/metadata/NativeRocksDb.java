package io.spillway.source.lakefs.metadata;

import io.spillway.object.UnreadableFormatException;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;

/** RocksDB's native library, which is loaded at most once per JVM. */
public final class NativeRocksDb {
  // The first outcome is kept, good or bad. After an UnsatisfiedLinkError (for example with a
  // temporary folder mounted noexec) RocksDB 8 believes that it is still loading, and another
  // attempt waits forever.
  @SuppressWarnings("StaticAssignmentOfThrowable") // its one stack trace shows where loading failed
  private static final class Loaded {
    static final @Nullable Throwable FAILURE = failureOf(RocksDB::loadLibrary);
  }

  private NativeRocksDb() {}

  /**
   * Requires that RocksDB can be used.
   *
   * @throws UnreadableFormatException if it cannot be used
   */
  static void require() throws UnreadableFormatException {
    check(Loaded.FAILURE);
  }

  /** Returns whether RocksDB can be used; the first call loads it. */
  static boolean isLoaded() {
    return Loaded.FAILURE == null;
  }

  public static void check(@Nullable Throwable failure) throws UnreadableFormatException {
    if (failure != null) {
      throw new UnreadableFormatException(
          "RocksDB's native library cannot be loaded here (" + reason(failure) + ")", failure);
    }
  }

  public static @Nullable Throwable failureOf(Runnable load) {
    try {
      load.run();
      return null;
    } catch (LinkageError | RuntimeException e) {
      return e;
    }
  }

  private static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null ? root.getClass().getSimpleName() : message;
  }
}
