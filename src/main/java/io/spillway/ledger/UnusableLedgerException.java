package io.spillway.ledger;

import io.spillway.Location;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What the destination holds cannot be told from the ledger that is there. The message is one
 * sentence for the user: which file, what is wrong with it, what to do.
 */
public final class UnusableLedgerException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final String FORCE = "--force starts a full export.";

  private final String finding;

  private UnusableLedgerException(String finding, String remedy, @Nullable Throwable cause) {
    super(finding + ": " + remedy, cause);
    this.finding = finding;
  }

  /** Which file, and what is wrong with it, without what an export can do about it. */
  public String finding() {
    return finding;
  }

  static UnusableLedgerException damaged(Location file, @Nullable Throwable cause) {
    return new UnusableLedgerException(
        "The ledger's " + file + " is damaged, it is no record of an export", FORCE, cause);
  }

  static UnusableLedgerException ofVersion(Location file, int version) {
    return new UnusableLedgerException(
        "The ledger's "
            + file
            + " has format version "
            + version
            + ", and this Spillway reads only "
            + ExportRecord.FORMAT_VERSION,
        "use the Spillway that wrote it, or " + FORCE,
        null);
  }

  static UnusableLedgerException ofAnotherExport(Location file, String exportId) {
    return new UnusableLedgerException(
        "The ledger's " + file + " is the record of another export, " + exportId, FORCE, null);
  }

  static UnusableLedgerException ofAnotherSource(Location file, String recorded, String wanted) {
    return new UnusableLedgerException(
        "The ledger's "
            + file
            + " says that the destination holds an export of "
            + recorded
            + ", and this one is of "
            + wanted,
        "choose another destination, or " + FORCE,
        null);
  }

  static UnusableLedgerException ofObjects(Location file, String recorded) {
    return new UnusableLedgerException(
        "The ledger's "
            + file
            + " says that the destination holds the objects of "
            + recorded
            + ", and this is an export of rows",
        "choose another destination.",
        null);
  }

  static UnusableLedgerException ofAnotherDestination(
      Location file, String recorded, String wanted) {
    return new UnusableLedgerException(
        "The ledger's " + file + " is about " + recorded + ", and this export goes to " + wanted,
        "choose another --ledger, or " + FORCE,
        null);
  }
}
