package io.spillway.ledger;

import io.spillway.base.SpillwayException;
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
 * Names one run of an export; one that nobody chose sorts by the time it began.
 *
 * @param text {@code 20261121T091542.118Z-5f3a9c1e}, or what a user chose
 * @param startedAt to the millisecond; of a chosen one that was only read, the epoch
 */
public record ExportId(String text, Instant startedAt) implements Serializable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final Pattern FORM = Pattern.compile("(\\d{8}T\\d{6}\\.\\d{3}Z)-[0-9a-f]{8}");

  /**
   * What a user may choose: safe as the name of a folder on any store, and never Spillway's own.
   */
  private static final Pattern CHOSEN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  /**
   * One that a user chose, for an export that begins now.
   *
   * @throws SpillwayException (bad input) when it cannot be one
   */
  public static ExportId chosen(String text, Clock clock) {
    if (!CHOSEN.matcher(text).matches() || Marker.isNameOfOne(text)) {
      throw new SpillwayException(
          SpillwayException.Kind.BAD_INPUT,
          "--export-id is '"
              + text
              + "', which is not an id: give 1 to 100 letters, digits, dots, dashes and underscores, a"
              + " letter or a digit first, and no marker's name.");
    }
    return new ExportId(text, clock.instant().truncatedTo(ChronoUnit.MILLIS));
  }

  /** A new one. */
  public static ExportId next(Clock clock, RandomGenerator random) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return new ExportId(TIME.format(now) + "-" + HexFormat.of().toHexDigits(random.nextInt()), now);
  }

  /** Reads what {@link #text} says, also of an id that a user chose; nothing when it is none. */
  public static Optional<ExportId> any(String text) {
    return parse(text)
        .or(
            () ->
                CHOSEN.matcher(text).matches()
                    ? Optional.of(new ExportId(text, Instant.EPOCH))
                    : Optional.empty());
  }

  /** Reads what {@link #text} says of an id that nobody chose; nothing when it is none. */
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
    return any(text).isPresent();
  }

  @Override
  public String toString() {
    return text;
  }
}
