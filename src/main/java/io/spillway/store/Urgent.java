package io.spillway.store;

/**
 * A mark for requests that must not wait behind others: the heartbeats of a lease, which an export
 * loses if they are late. Urgent requests bypass the limits that stores set on requests in flight.
 */
public final class Urgent {
  private static final ThreadLocal<Boolean> MARK = ThreadLocal.withInitial(() -> false);

  private Urgent() {}

  /** Returns the work with all its requests marked urgent. */
  public static Runnable work(Runnable work) {
    return () -> {
      boolean before = MARK.get();
      MARK.set(true);
      try {
        work.run();
      } finally {
        MARK.set(before);
      }
    };
  }

  /** Returns whether the requests of this thread are urgent. */
  public static boolean isNow() {
    return MARK.get();
  }
}
