package io.spillway.source.postgres;

import org.jspecify.annotations.Nullable;

/** Signals that the snapshot is gone, and its state can no longer be read. */
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
