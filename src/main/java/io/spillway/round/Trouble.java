package io.spillway.round;

import io.spillway.SpillwayException;
import io.spillway.store.StoreException;
import java.io.Serializable;
import java.io.UncheckedIOException;

/**
 * A failure of a worker, for the driver to report.
 *
 * @param kind determines the exit code
 * @param message the failure, for the user
 */
record Trouble(SpillwayException.Kind kind, String message) implements Serializable {
  static Trouble of(Exception e) {
    Throwable told = e instanceof UncheckedIOException && e.getCause() != null ? e.getCause() : e;
    return new Trouble(kind(told), CountTask.reason(e));
  }

  private static SpillwayException.Kind kind(Throwable e) {
    if (e instanceof SpillwayException known) {
      return known.kind();
    }
    if (e instanceof StoreException refusal) {
      return switch (refusal.reason()) {
        case NO_CONTAINER, UNFIT -> SpillwayException.Kind.BAD_INPUT;
        case NOT_FOUND, DENIED, UNREACHABLE, UNKNOWN, CHANGED, REFUSED ->
            SpillwayException.Kind.UNREACHABLE;
        case LAPSED -> SpillwayException.Kind.FAILED;
      };
    }
    return SpillwayException.Kind.FAILED;
  }

  /** Returns the exception that ends the driver's work. */
  SpillwayException exception() {
    return new SpillwayException(kind, message);
  }
}
