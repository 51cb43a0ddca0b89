package io.spillway.ledger;

/** Where an export stands, as {@code export.json} says it. */
public enum State {
  /** It plans or copies. */
  RUNNING,
  /**
   * Everything is there; the marker is being written. With the marker beside it, this counts as
   * success.
   */
  SIGNING,
  /** The SUCCESS marker is written. */
  SUCCEEDED,
  /** It ended without SUCCESS. */
  FAILED,
  /** The process was told to stop before it ended. */
  CANCELED;

  /** Whether everything is at the destination. */
  public boolean isSuccess() {
    return switch (this) {
      case SIGNING, SUCCEEDED -> true;
      case RUNNING, FAILED, CANCELED -> false;
    };
  }
}
