package io.spillway.spark;

import io.spillway.base.Messages;
import io.spillway.base.SpillwayException;
import io.spillway.store.StoreException;
import java.io.Serializable;
import java.io.UncheckedIOException;

/**
 * A failure of a worker, for the driver to report.
 *
 * @param kind determines the exit code
 * @param message the failure, for the user
 */
public record WorkerError(SpillwayException.Kind kind, String message) implements Serializable {
  public static WorkerError of(Exception e) {
    Throwable told = e instanceof UncheckedIOException && e.getCause() != null ? e.getCause() : e;
    return new WorkerError(kind(told), Messages.of(e));
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
  public SpillwayException exception() {
    return new SpillwayException(kind, message);
  }
}
