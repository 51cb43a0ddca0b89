package io.spillway.request;

/** What the destination is said to hold before an export, so that only the difference is done. */
public sealed interface Since {
  /** The user says nothing: the ledger may know, and without one everything is exported. */
  record Unsaid() implements Since {}

  /**
   * The user says which commit.
   *
   * @param id its id, or any reference that means it
   */
  record Commit(String id) implements Since {}

  /** Whatever the last export with SUCCESS left, and nothing when there was none. */
  record LastSuccess() implements Since {}
}
