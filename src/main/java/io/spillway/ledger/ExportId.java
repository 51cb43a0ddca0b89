package io.spillway.ledger;

import java.io.Serializable;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Names one run of an export; sorts by the time it began.
 *
 * @param text {@code 20261121T091542.118Z-5f3a9c1e}
 * @param startedAt to the millisecond
 */
public record ExportId(String text, Instant startedAt) implements Serializable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** A new one. */
  public static ExportId next(Clock clock, RandomGenerator random) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return new ExportId(TIME.format(now) + "-" + HexFormat.of().toHexDigits(random.nextInt()), now);
  }

  @Override
  public String toString() {
    return text;
  }
}
