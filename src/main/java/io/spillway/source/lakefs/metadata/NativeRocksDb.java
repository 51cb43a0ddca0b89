package io.spillway.source.lakefs.metadata;

import io.spillway.object.UnreadableFormatException;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;

/** RocksDB's native library: loaded once per JVM, or not at all. */
public final class NativeRocksDb {
  // The first outcome is kept, good or bad: after an UnsatisfiedLinkError (a temporary folder
  // mounted
  // noexec) RocksDB 8 believes that it is still loading, and whoever asks again waits for ever.
  @SuppressWarnings("StaticAssignmentOfThrowable") // its one stack trace is where loading failed
  private static final class Loaded {
    static final @Nullable Throwable FAILURE = failureOf(RocksDB::loadLibrary);
  }

  private NativeRocksDb() {}

  /**
   * Makes sure that RocksDB can be used.
   *
   * @throws UnreadableFormatException when it cannot
   */
  static void require() throws UnreadableFormatException {
    check(Loaded.FAILURE);
  }

  /** Whether it can be used; the first who asks loads it. */
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
