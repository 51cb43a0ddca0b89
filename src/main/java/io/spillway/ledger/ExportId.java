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
 * The name of one run of an export. A generated id sorts by its start time.
 *
 * @param text {@code 20261121T091542.118Z-5f3a9c1e}, or an id that a user chose
 * @param startedAt the start time with millisecond precision; the epoch for a chosen id that was
 *     only read
 */
public record ExportId(String text, Instant startedAt) implements Serializable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final Pattern FORM = Pattern.compile("(\\d{8}T\\d{6}\\.\\d{3}Z)-[0-9a-f]{8}");

  private static final int LONGEST = 100;

  /**
   * The form of a chosen id: safe as a folder name on any store, and never a name that Spillway
   * uses itself.
   */
  private static final Pattern CHOSEN =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0," + (LONGEST - 1) + "}");

  /**
   * Returns an id that a user chose, for an export that begins now.
   *
   * @throws SpillwayException (bad input) if the text is not a valid id
   */
  public static ExportId chosen(String text, Clock clock) {
    if (!CHOSEN.matcher(text).matches() || Marker.isNameOfOne(text)) {
      throw new SpillwayException(
          SpillwayException.Kind.BAD_INPUT,
          "--export-id is '"
              + text
              + "', which is not an id: give 1 to "
              + LONGEST
              + " letters, digits, dots, dashes and underscores, a"
              + " letter or a digit first, and no marker's name.");
    }
    return new ExportId(text, clock.instant().truncatedTo(ChronoUnit.MILLIS));
  }

  /** Returns a new id. */
  public static ExportId next(Clock clock, RandomGenerator random) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return new ExportId(TIME.format(now) + "-" + HexFormat.of().toHexDigits(random.nextInt()), now);
  }

  /** Parses a generated or chosen id; empty if the text is not an id. */
  public static Optional<ExportId> any(String text) {
    return parse(text)
        .or(
            () ->
                CHOSEN.matcher(text).matches()
                    ? Optional.of(new ExportId(text, Instant.EPOCH))
                    : Optional.empty());
  }

  /** Parses a generated id; empty if the text is not one. */
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

  /** Returns whether a text is an export's id, and thus safe as a folder name. */
  public static boolean isOne(String text) {
    return any(text).isPresent();
  }

  @Override
  public String toString() {
    return text;
  }
}
