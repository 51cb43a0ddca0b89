package io.spillway.request;

/**
 * The conduct of an export: how it treats existing data, and when it refuses to begin.
 *
 * @param isDryRun whether only to plan: nothing is written
 * @param resumes whether finished work of an earlier run of the same export is recognized
 * @param waits whether to wait for the destination's lease instead of refusing
 * @param forces whether to continue against the ledger's objections
 * @param maxDelete the maximum number of deletes; an export with more deletes does not begin
 * @param mirrors whether objects at the destination that are in no exported commit are deleted
 */
public record Conduct(
    boolean isDryRun,
    boolean resumes,
    boolean waits,
    boolean forces,
    MaxDelete maxDelete,
    boolean mirrors) {
  /** The default: an export that writes, resumes, and refuses to begin if something looks wrong. */
  public static final Conduct DEFAULT =
      new Conduct(false, true, false, false, MaxDelete.DEFAULT, false);

  /** Returns a copy that writes nothing. */
  public Conduct dryRun() {
    return new Conduct(true, resumes, waits, forces, maxDelete, mirrors);
  }

  /** Returns a copy that repeats finished work. A full export then trusts no ledger. */
  public Conduct withoutResume() {
    return new Conduct(isDryRun, false, waits, forces, maxDelete, mirrors);
  }

  /** Returns a copy that waits for the destination's lease. */
  public Conduct waiting() {
    return new Conduct(isDryRun, resumes, true, forces, maxDelete, mirrors);
  }

  /** Returns a copy that accepts another base commit and an unusable ledger. */
  public Conduct forcing() {
    return new Conduct(isDryRun, resumes, waits, true, maxDelete, mirrors);
  }

  /**
   * Returns a copy that deletes objects under the root that are not in the commit, after all other
   * work.
   */
  public Conduct mirroring() {
    return new Conduct(isDryRun, resumes, waits, forces, maxDelete, true);
  }

  /** Returns a copy with the given delete limit. */
  public Conduct with(MaxDelete other) {
    return new Conduct(isDryRun, resumes, waits, forces, other, mirrors);
  }
}
