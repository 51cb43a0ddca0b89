package io.spillway.store;

/**
 * A factory of guards for processes that write for an export whose permission another process
 * holds, as executors do. Found by {@link java.util.ServiceLoader}.
 */
public interface WriteGuardProvider {
  /**
   * Opens a guard. Sends no request to a store before the guard is asked.
   *
   * @param reference the reference of the permission, as passed to {@link Stores#guardedBy}
   * @param stores opens the stores that the guard reads, unguarded
   * @param idle runs after a while without changes; the guard must not be used afterwards
   */
  WriteGuard open(String reference, Stores stores, Runnable idle);
}
