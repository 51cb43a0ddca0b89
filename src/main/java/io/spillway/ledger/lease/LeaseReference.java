package io.spillway.ledger.lease;

import io.spillway.base.Location;
import java.time.Duration;

/**
 * A reference to a lease for other processes, with all that they need to watch it.
 *
 * @param ledger the folder that contains the lease
 * @param timing the holder's
 */
record LeaseReference(Location ledger, long number, LeaseTiming timing) {
  private static final int FIELDS = 4;

  String text() {
    return number
        + " "
        + timing.lasts().toMillis()
        + " "
        + timing.beatEvery().toMillis()
        + " "
        + ledger
        + "/"; // settings lose trailing spaces, which a folder's name may have
  }

  /**
   * Parses the result of {@link #text}.
   *
   * @throws IllegalArgumentException if the text has another form
   */
  static LeaseReference parse(String text) {
    String[] fields = text.split(" ", FIELDS);
    if (fields.length < FIELDS) {
      throw new IllegalArgumentException("Invalid reference to a lease: '" + text + "'");
    }
    return new LeaseReference(
        Location.parse(fields[3]).asRoot(),
        Long.parseLong(fields[0]),
        new LeaseTiming(
            Duration.ofMillis(Long.parseLong(fields[1])),
            Duration.ofMillis(Long.parseLong(fields[2]))));
  }
}
