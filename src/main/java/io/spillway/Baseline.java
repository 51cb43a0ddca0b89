package io.spillway;

import io.spillway.ledger.Holdings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an export starts from: which states the destination may hold.
 *
 * @param since the state that it holds if nothing was attempted since; empty when nobody knows
 * @param attempts states that were attempted since, and may be there in part
 * @param isFull whether anything else may be there too, so that everything is copied
 */
record Baseline(Optional<String> since, List<String> attempts, boolean isFull) {
  Baseline {
    attempts = List.copyOf(attempts);
  }

  /** Nothing is known. */
  static final Baseline UNKNOWN = new Baseline(Optional.empty(), List.of(), true);

  /**
   * Weighs what the user says against what the destination says.
   *
   * @param root where the destination is, for the user
   * @throws SpillwayException (refused) when they contradict each other, and the user does not force
   *     it
   */
  static Baseline of(Since since, Conduct conduct, Holdings holdings, Location root) {
    if (since instanceof Since.Commit said) {
      return said(said.id(), conduct, holdings, root);
    }
    boolean believed =
        since instanceof Since.LastSuccess || holdings.origin() == Holdings.Origin.LEDGER;
    if (!believed) {
      return UNKNOWN; // a full export lists what is there
    }
    if (!conduct.resumes()) {
      return new Baseline(Optional.empty(), all(holdings), true);
    }
    return new Baseline(holdings.base(), holdings.attempts(), holdings.base().isEmpty());
  }

  /** The base and what was attempted since: what a full export that trusts nobody may delete. */
  private static List<String> all(Holdings holdings) {
    List<String> all = new ArrayList<>();
    holdings.base().ifPresent(all::add);
    all.addAll(holdings.attempts());
    return all;
  }

  private static Baseline said(
      String commit, Conduct conduct, Holdings holdings, Location root) {
    boolean agreed = holdings.base().equals(Optional.of(commit));
    if (!agreed && !conduct.forces()) {
      throw new SpillwayException(
          SpillwayException.Kind.REFUSED, contradiction(commit, holdings, root));
    }
    Set<String> others = new LinkedHashSet<>(all(holdings));
    others.remove(commit);
    return new Baseline(Optional.of(commit), List.copyOf(others), false);
  }

  private static String contradiction(String commit, Holdings holdings, Location root) {
    String remedy = " Leave --prev_commit_id out, or give --force if you know better.";
    if (holdings.base().isPresent()) {
      String witness =
          holdings.origin() == Holdings.Origin.LEDGER ? "its ledger" : "its newest SUCCESS marker";
      return root
          + " holds commit "
          + holdings.base().get()
          + ", says "
          + witness
          + ", and not "
          + commit
          + ": the changes since then would not lead to the commit that you export."
          + remedy;
    }
    return "Nothing says that "
        + root
        + " holds commit "
        + commit
        + (holdings.origin() == Holdings.Origin.LEDGER
            ? ": no export there has succeeded yet."
            : ": there is neither a ledger nor a SUCCESS marker.")
        + remedy;
  }
}
