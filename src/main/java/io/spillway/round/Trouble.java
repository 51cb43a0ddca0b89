package io.spillway.round;

import io.spillway.SpillwayException;
import io.spillway.store.StoreException;
import java.io.Serializable;
import java.io.UncheckedIOException;

/**
 * What kept a worker from its work, for the driver to say.
 *
 * @param kind decides the exit code
 * @param message what happened, for the user
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

  /** Stops what the driver does. */
  SpillwayException exception() {
    return new SpillwayException(kind, message);
  }
}
