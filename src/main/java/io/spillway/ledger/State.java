package io.spillway.ledger;

/** The state of an export in {@code export.json}. */
public enum State {
  /** The export plans or copies. */
  RUNNING,
  /**
   * All data is at the destination, and the marker is being written. If the marker exists, this
   * counts as success.
   */
  SIGNING,
  /** The SUCCESS marker is written. */
  SUCCEEDED,
  /** The export ended without SUCCESS. */
  FAILED,
  /** The process was asked to stop before the export ended. */
  CANCELED;

  /** Returns whether all data is at the destination. */
  public boolean isSuccess() {
    return switch (this) {
      case SIGNING, SUCCEEDED -> true;
      case RUNNING, FAILED, CANCELED -> false;
    };
  }
}
