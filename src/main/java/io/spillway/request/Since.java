package io.spillway.request;

/**
 * The state that the destination holds before an export according to the user. The export then does
 * only the difference.
 */
public sealed interface Since {
  /**
   * No state given. The export uses the ledger's state; without a ledger, it exports everything.
   */
  record Unsaid() implements Since {}

  /**
   * A commit that the user names.
   *
   * @param id its id, or any reference to it
   */
  record Commit(String id) implements Since {}

  /** The state after the last export with SUCCESS, or none if no export has succeeded yet. */
  record LastSuccess() implements Since {}
}
