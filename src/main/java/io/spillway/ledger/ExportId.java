package io.spillway.ledger;

import java.io.Serializable;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names one run of an export; sorts by the time it began.
 *
 * @param text {@code 20261121T091542.118Z-5f3a9c1e}
 * @param startedAt to the millisecond
 */
public record ExportId(String text, Instant startedAt) implements Serializable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final Pattern FORM = Pattern.compile("(\\d{8}T\\d{6}\\.\\d{3}Z)-[0-9a-f]{8}");

  /** A new one. */
  public static ExportId next(Clock clock, RandomGenerator random) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return new ExportId(TIME.format(now) + "-" + HexFormat.of().toHexDigits(random.nextInt()), now);
  }

  /** Reads what {@link #text} says; nothing when it is no export's id. */
  public static Optional<ExportId> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ExportId(text, Instant.from(TIME.parse(matcher.group(1)))));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Whether that is an export's id, and so safe as the name of a folder. */
  static boolean isOne(String text) {
    return parse(text).isPresent();
  }

  @Override
  public String toString() {
    return text;
  }
}
