package io.spillway.store;

import java.util.Optional;

/**
 * Permission to change the content of a destination, which can lapse at any moment. A store asks
 * before each step that changes something, also before each attempt of an SDK to send a request
 * again, and after every wait: in the queue of a limiter, for memory, for a thread or a connection.
 *
 * <p>INVARIANT: once lapsed, permission stays lapsed. Safe for use by many threads.
 */
public interface WriteGuard {
  /**
   * A guard that never refuses, for changes that no lease covers: tests, and the lease's own files.
   */
  WriteGuard NONE =
      new WriteGuard() {
        @Override
        public Optional<String> refusal() {
          return Optional.empty();
        }

        @Override
        public Permit begin(Runnable abort) {
          return () -> {};
        }
      };

  /** A guard that always refuses, for readers. */
  WriteGuard READ_ONLY =
      new WriteGuard() {
        private static final String WHY = "it was opened for reading only.";

        @Override
        public Optional<String> refusal() {
          return Optional.of(WHY);
        }

        @Override
        public Permit begin(Runnable abort) {
          throw new WriteRefusedException(WHY);
        }
      };

  /** A change that is under way. Closing it again does nothing. */
  interface Permit extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Returns why no change may begin at this moment, in one sentence; empty if one may. Waits if
   * permission has not been confirmed yet since this process began to write.
   */
  Optional<String> refusal();

  /**
   * Begins a change that takes time.
   *
   * @param abort ends the change; another thread runs it, once, if permission lapses before the
   *     permit is closed, which may be before the change was sent
   * @throws WriteRefusedException if the change may not begin
   */
  Permit begin(Runnable abort);

  /**
   * Checks that a step that takes no time is permitted now.
   *
   * @param act the step, to follow "Cannot": {@code write file:///a/b}
   * @throws StoreException {@code LAPSED} if it is not
   */
  default void check(String act) throws StoreException {
    Optional<String> why = refusal();
    if (why.isPresent()) {
      throw StoreException.lapsed(act, why.get());
    }
  }
}
