package io.spillway.store;

/**
 * Marks requests that must not wait behind others: the beats of a lease, which an export loses when
 * they come late. They pass the limits that stores set for how many requests are in flight.
 */
public final class Urgent {
  private static final ThreadLocal<Boolean> MARK = ThreadLocal.withInitial(() -> false);

  private Urgent() {}

  /** The same work, whose requests are urgent. */
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

  /** Whether what this thread asks for is urgent. */
  public static boolean isNow() {
    return MARK.get();
  }
}
