package io.spillway.source.postgres;

import org.jspecify.annotations.Nullable;

/** The snapshot is gone: nothing can be read of that state any more. */
final class LostSnapshotException extends Exception {
  private static final long serialVersionUID = 1L;

  LostSnapshotException(String why, @Nullable Throwable cause) {
    super(
        "The snapshot is gone ("
            + why
            + "): its holder's connection has ended, or the server was restarted. Export again.",
        cause);
  }
}
