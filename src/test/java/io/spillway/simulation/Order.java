package io.spillway.simulation;

import io.spillway.base.KeyGlobs;
import io.spillway.request.Conduct;
import io.spillway.request.MaxDelete;
import io.spillway.request.Retention;
import io.spillway.request.Since;
import java.util.List;
import java.util.Optional;

/**
 * How an export is asked for.
 *
 * @param commit the number of the commit to export
 * @param ledger the folder of the ledger below the bucket, if it is not the root's own
 */
record Order(
    int commit,
    Mode mode,
    boolean mirrors,
    boolean waits,
    boolean forces,
    KeyGlobs globs,
    Retention retention,
    Optional<String> ledger) {

  /** The filters of exports that have some. */
  static final KeyGlobs SOME = KeyGlobs.parse(List.of("+d1/**"));

  /** The retention of exports that keep little. */
  static final Retention FEW = new Retention(1, 1);

  /** What the user says of the state of the destination. */
  enum Mode {
    UNSAID,
    SINCE_LAST,
    NO_RESUME
  }

  static Order of(int commit) {
    return new Order(
        commit,
        Mode.SINCE_LAST,
        false,
        true,
        false,
        KeyGlobs.ALL,
        Retention.DEFAULT,
        Optional.empty());
  }

  Order in(Mode other) {
    return new Order(commit, other, mirrors, waits, forces, globs, retention, ledger);
  }

  Order mirroring() {
    return new Order(commit, mode, true, waits, forces, globs, retention, ledger);
  }

  Order impatient() {
    return new Order(commit, mode, mirrors, false, forces, globs, retention, ledger);
  }

  Order forcing() {
    return new Order(commit, mode, mirrors, waits, true, globs, retention, ledger);
  }

  Order keeping(Retention other) {
    return new Order(commit, mode, mirrors, waits, forces, globs, other, ledger);
  }

  Order only(KeyGlobs other) {
    return new Order(commit, mode, mirrors, waits, forces, other, retention, ledger);
  }

  Order withLedger(String folder) {
    return new Order(commit, mode, mirrors, waits, forces, globs, retention, Optional.of(folder));
  }

  Since since() {
    return mode == Mode.SINCE_LAST ? new Since.LastSuccess() : new Since.Unsaid();
  }

  Conduct conduct() {
    Conduct conduct = Conduct.DEFAULT.with(MaxDelete.parse("100%"));
    conduct = mode == Mode.NO_RESUME ? conduct.withoutResume() : conduct;
    conduct = mirrors ? conduct.mirroring() : conduct;
    conduct = waits ? conduct.waiting() : conduct;
    return forces ? conduct.forcing() : conduct;
  }

  /** The order as a part of a history's line, which {@link #parse} reads. */
  @Override
  public String toString() {
    return commit
        + (mode == Mode.SINCE_LAST ? "" : mode == Mode.UNSAID ? "u" : "n")
        + (mirrors ? "m" : "")
        + (waits ? "" : "i")
        + (forces ? "f" : "")
        + (globs.isAll() ? "" : "g")
        + (retention.equals(Retention.DEFAULT) ? "" : "r")
        + ledger.map(name -> "l").orElse("");
  }

  static Order parse(String text) {
    int end = 0;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    Order order = of(Integer.parseInt(text.substring(0, end)));
    for (char flag : text.substring(end).toCharArray()) {
      order =
          switch (flag) {
            case 'u' -> order.in(Mode.UNSAID);
            case 'n' -> order.in(Mode.NO_RESUME);
            case 'm' -> order.mirroring();
            case 'i' -> order.impatient();
            case 'f' -> order.forcing();
            case 'g' -> order.only(SOME);
            case 'r' -> order.keeping(FEW);
            case 'l' -> order.withLedger("some/ledger");
            default -> throw new IllegalArgumentException(text);
          };
    }
    return order;
  }
}
