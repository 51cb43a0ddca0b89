package io.spillway.ledger;

import io.spillway.base.Location;
import io.spillway.outcome.Failure;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Exception thrown if the existing ledger cannot determine what the destination holds. The message
 * is one sentence for the user: which file, its defect, and the remedy.
 */
public final class UnusableLedgerException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final String FORCE = "--force starts a full export.";

  private final String finding;
  private final String choice;

  private UnusableLedgerException(String finding, String remedy, @Nullable Throwable cause) {
    super(finding + ": " + remedy, cause);
    this.finding = finding;
    this.choice = "";
  }

  private UnusableLedgerException(String finding, String remedy) {
    this(finding, remedy, (Throwable) null);
  }

  private UnusableLedgerException(String finding, String choice, String remedy) {
    super(finding + ": " + choice + remedy);
    this.finding = finding;
    this.choice = choice;
  }

  /** Returns the file and its defect, without the remedy by an export. */
  public String finding() {
    return finding;
  }

  /** Returns the remedy without an export, in words that follow the finding; may be empty. */
  public String choice() {
    return choice.isEmpty() ? "" : ": " + choice;
  }

  static UnusableLedgerException damaged(Location file, @Nullable Throwable cause) {
    return new UnusableLedgerException(
        "The ledger's " + file + " is damaged, it is not a record of an export", FORCE, cause);
  }

  static UnusableLedgerException ofVersion(Location file, int version) {
    return ofVersion(file, version, ExportRecord.FORMAT_VERSION);
  }

  /**
   * Returns the exception for a file that cannot be read.
   *
   * @param why the reason, in words that follow "Cannot use the ledger's FILE: "
   */
  static UnusableLedgerException unreadable(Location file, String why, @Nullable Throwable cause) {
    return new UnusableLedgerException(
        "Cannot use the ledger's " + file + ": " + why, FORCE, cause);
  }

  static UnusableLedgerException damagedPointer(Location file) {
    return new UnusableLedgerException(
        "Cannot use " + file + ", which names this root's ledger: it is damaged",
        "restore it, or --force starts a full export and writes it anew.");
  }

  /**
   * Returns the exception for a root whose ledger is not the given one.
   *
   * @param named the ledger's location according to the root
   * @param isUsual whether that is its usual location
   */
  static UnusableLedgerException ofAnotherLedger(
      Location root, String named, Location given, boolean isUsual) {
    String place = Failure.printable(named);
    return new UnusableLedgerException(
        "The ledger of " + root + " is " + place + ", and not " + given,
        isUsual ? "leave --ledger out" : "give --ledger=" + place,
        forced(given));
  }

  private static String forced(Location ledger) {
    return ", or --force starts a full export and makes " + ledger + " its ledger.";
  }

  static UnusableLedgerException ofUnknownLedger(Location root, Location given) {
    return new UnusableLedgerException(
        "Markers of Spillway say that "
            + root
            + " has been exported to with another ledger than "
            + given
            + ", which records nothing of it",
        "give the --ledger that it was exported with",
        forced(given));
  }

  static UnusableLedgerException withoutRecord(Location folder) {
    return new UnusableLedgerException(
        "The ledger's "
            + folder
            + " has files of an export and no export.json, so that its commit is unknown",
        FORCE);
  }

  static UnusableLedgerException ofVersion(Location file, int version, int readable) {
    return new UnusableLedgerException(
        "The ledger's "
            + file
            + " has format version "
            + version
            + ", and this Spillway reads only "
            + readable,
        "use the Spillway that wrote it, or " + FORCE);
  }

  static UnusableLedgerException ofAnotherExport(Location file, String exportId) {
    return new UnusableLedgerException(
        "The ledger's " + file + " is the record of another export, " + exportId, FORCE);
  }

  static UnusableLedgerException ofAnotherSource(Location file, String recorded, String wanted) {
    return new UnusableLedgerException(
        "The ledger's "
            + file
            + " says that the destination holds an export of "
            + recorded
            + ", and this one is of "
            + wanted,
        "choose another destination, or " + FORCE);
  }

  static UnusableLedgerException ofObjects(Location file, String recorded) {
    return new UnusableLedgerException(
        "The ledger's "
            + file
            + " says that the destination holds the objects of "
            + recorded
            + ", and this is an export of rows",
        "choose another destination.");
  }

  static UnusableLedgerException ofAnotherDestination(
      Location file, String recorded, String wanted) {
    return new UnusableLedgerException(
        "The ledger's " + file + " is about " + recorded + ", and this export goes to " + wanted,
        "choose another --ledger, or " + FORCE);
  }
}
