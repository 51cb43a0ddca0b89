package io.spillway.export;

import io.spillway.base.KeyGlobs;
import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import io.spillway.ledger.DestinationState;
import io.spillway.request.Conduct;
import io.spillway.request.Since;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The choice of an export's base: compares the commit that the user names with the state that the
 * destination records.
 */
final class Baseline {
  private Baseline() {}

  /**
   * Returns the state that an export starts from. If no base is known, everything is copied, and
   * the existing objects are listed.
   *
   * @param root the destination, for messages
   * @throws SpillwayException (refused) if the two contradict each other and the user does not
   *     force the export
   */
  static DestinationState of(
      Since since, ExportOptions options, DestinationState told, Location root) {
    Conduct conduct = options.conduct();
    if (isOfOtherKeys(told, options.globs())) {
      if (conduct.forces()) {
        return doubted(told);
      }
      throw new SpillwayException(
          SpillwayException.Kind.REFUSED, otherKeys(told, options.globs(), root));
    }
    DestinationState holdings = told.of(options.globs());
    if (since instanceof Since.Commit said) {
      return said(said.id(), conduct, holdings, root);
    }
    if (!conduct.resumes()) {
      return doubted(holdings);
    }
    boolean believed =
        since instanceof Since.LastSuccess || holdings.origin() == DestinationState.Origin.LEDGER;
    return believed ? holdings : unknown(holdings);
  }

  private static DestinationState said(
      String commit, Conduct conduct, DestinationState holdings, Location root) {
    boolean agreed = holdings.base().equals(Optional.of(commit));
    if (!agreed && !conduct.forces()) {
      throw new SpillwayException(
          SpillwayException.Kind.REFUSED, contradiction(commit, holdings, root));
    }
    return holdings.believing(commit);
  }

  /** Returns whether the ledger records the base with other key globs than this export has. */
  private static boolean isOfOtherKeys(DestinationState told, KeyGlobs globs) {
    return told.base().isPresent()
        && told.origin() == DestinationState.Origin.LEDGER
        && !told.globs().equals(globs);
  }

  private static String otherKeys(DestinationState told, KeyGlobs globs, Location root) {
    return "The ledger says that "
        + root
        + " was exported with "
        + named(told.globs())
        + ", and this export has "
        + named(globs)
        + ", so that the changes since then would not make it equal to what you export. Give the"
        + " same filters, or --force to export everything that yours let through.";
  }

  private static String named(KeyGlobs globs) {
    return globs.isAll() ? "no filters" : "the filters " + globs;
  }

  /**
   * Returns the state with its base demoted to an attempt: its objects may be deleted, but must be
   * copied again.
   */
  private static DestinationState doubted(DestinationState holdings) {
    return holdings.withoutBase(
        Stream.concat(holdings.base().stream(), holdings.attempts().stream()).toList());
  }

  /**
   * Returns the state without the base and attempts of another exporter's markers; a full export
   * relies on its listing.
   */
  private static DestinationState unknown(DestinationState holdings) {
    return holdings.withoutBase(List.of());
  }

  private static String contradiction(String commit, DestinationState holdings, Location root) {
    String remedy = " Leave --prev_commit_id out, or give --force if you know better.";
    boolean ledger = holdings.origin() == DestinationState.Origin.LEDGER;
    if (holdings.base().isPresent()) {
      return (ledger ? "The ledger" : "The newest SUCCESS marker")
          + " says that "
          + root
          + " holds commit "
          + holdings.base().get()
          + ", not "
          + commit
          + ", so that the changes since then would not make it equal to the commit you export."
          + remedy;
    }
    return "Nothing says that "
        + root
        + " holds commit "
        + commit
        + (ledger
            ? ": its ledger knows of no success that still counts."
            : ": there is neither a ledger nor a SUCCESS marker.")
        + remedy;
  }
}
