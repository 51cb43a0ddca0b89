package io.spillway.store;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A {@link WriteGuard} refused a change. The message is its sentence. */
public final class WriteRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A refusal for that reason, in one sentence. */
  public WriteRefusedException(String why) {
    super(why);
  }

  /** Returns the refusal that led to a failure, if one did. */
  public static Optional<WriteRefusedException> in(@Nullable Throwable failure) {
    for (Throwable one = failure; one != null; one = one.getCause()) {
      if (one instanceof WriteRefusedException refused) {
        return Optional.of(refused);
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the same as the port tells it.
   *
   * @param act what was refused, to follow "Cannot"
   */
  public StoreException explained(String act) {
    return StoreException.lapsed(act, String.valueOf(getMessage()));
  }
}
