package io.spillway.store;

/**
 * Makes the guard of a process that writes for an export whose permission another process holds, as
 * executors do; found by {@link java.util.ServiceLoader}.
 */
public interface WriteGuardProvider {
  /**
   * Opens a guard. Asks no store before the guard is asked.
   *
   * @param reference names the permission, as {@link Stores#guardedBy} was given it
   * @param stores opens what the guard looks at, unguarded
   * @param idle is run when no change was asked for in a while; the guard is of no use afterwards
   */
  WriteGuard open(String reference, Stores stores, Runnable idle);
}
