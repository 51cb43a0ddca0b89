package io.spillway.store;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The refusal of a change by a {@link WriteGuard}. The message is the guard's sentence. */
public final class WriteRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates a refusal with a reason in one sentence. */
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
   * Returns this refusal as a {@link StoreException}.
   *
   * @param act the refused change, to follow "Cannot"
   */
  public StoreException explained(String act) {
    return StoreException.lapsed(act, String.valueOf(getMessage()));
  }
}
