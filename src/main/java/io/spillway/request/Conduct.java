package io.spillway.request;

/**
 * What an export trusts, and when it stops before it begins.
 *
 * @param isDryRun whether only to plan: nothing is written
 * @param resumes whether finished work of an earlier run of the same export is recognised
 * @param waits whether to wait for the destination's lease instead of refusing
 * @param forces whether to go on where the ledger speaks against it
 * @param maxDelete above which number of deletes nothing is begun
 * @param mirrors whether what is at the destination and in no exported commit is deleted
 */
public record Conduct(
    boolean isDryRun,
    boolean resumes,
    boolean waits,
    boolean forces,
    MaxDelete maxDelete,
    boolean mirrors) {
  /** A real export that resumes, and refuses what looks wrong. */
  public static final Conduct DEFAULT =
      new Conduct(false, true, false, false, MaxDelete.DEFAULT, false);

  /** The same, but nothing is written. */
  public Conduct dryRun() {
    return new Conduct(true, resumes, waits, forces, maxDelete, mirrors);
  }

  /** The same, but finished work is done again, and a full export trusts no ledger. */
  public Conduct withoutResume() {
    return new Conduct(isDryRun, false, waits, forces, maxDelete, mirrors);
  }

  /** The same, but it waits for its turn. */
  public Conduct waiting() {
    return new Conduct(isDryRun, resumes, true, forces, maxDelete, mirrors);
  }

  /** The same, but it accepts another base commit, and a ledger that it cannot use. */
  public Conduct forcing() {
    return new Conduct(isDryRun, resumes, waits, true, maxDelete, mirrors);
  }

  /**
   * The same, but what lies under the root and is not in the commit is deleted when all else is
   * done.
   */
  public Conduct mirroring() {
    return new Conduct(isDryRun, resumes, waits, forces, maxDelete, true);
  }

  /** The same with another limit of deletes. */
  public Conduct with(MaxDelete other) {
    return new Conduct(isDryRun, resumes, waits, forces, other, mirrors);
  }
}
