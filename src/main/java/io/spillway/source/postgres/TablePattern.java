package io.spillway.source.postgres;

import io.spillway.base.SpillwayException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One entry of a list of tables: {@code database}, {@code schema}, {@code schema.table}, {@code
 * database.schema} or {@code database.schema.table}. A {@code *} matches any characters and a
 * {@code ?} matches one; a part in double quotes is literal. Names are matched as in the catalogue,
 * without conversion to lower case.
 *
 * @param option option with the entry, for messages
 * @param text entry as the user wrote it
 * @param parts its one to three parts
 */
record TablePattern(String option, String text, List<Part> parts) {
  private static final int MOST_PARTS = 3;

  TablePattern {
    parts = List.copyOf(parts);
  }

  /**
   * The tables of a database that an entry matches.
   *
   * @param schema pattern of the schema; empty for all
   * @param table pattern of the table; empty for all
   */
  record Choice(Optional<Part> schema, Optional<Part> table) {
    /** Returns whether the entry names exactly one table. */
    boolean isExact() {
      return schema.isPresent()
          && schema.get().isExact()
          && table.isPresent()
          && table.get().isExact();
    }

    boolean matchesSchema(String name) {
      return schema.isEmpty() || schema.get().matches(name);
    }

    boolean matches(Relation relation) {
      return matchesSchema(relation.schema())
          && (table.isEmpty() || table.get().matches(relation.name()));
    }
  }

  /**
   * A name, or a pattern of names.
   *
   * @param text text without quotes
   * @param pattern regular expression; empty for an exact name
   */
  record Part(String text, Optional<Pattern> pattern) {
    boolean matches(String name) {
      return pattern.isPresent() ? pattern.get().matcher(name).matches() : name.equals(text);
    }

    boolean isExact() {
      return pattern.isEmpty();
    }
  }

  /** Returns whether the entry begins with a database. */
  boolean isOf(String database) {
    return parts.get(0).matches(database);
  }

  /**
   * Returns what the entry chooses in a database. An entry of fewer than three parts begins with
   * the database, or else with a schema.
   *
   * @param schemas schemas of the database
   * @return empty if the entry is of another database, or names no schema
   */
  Optional<Choice> in(String database, Collection<String> schemas) {
    List<Choice> readings = new ArrayList<>();
    if (isOf(database)) {
      readings.add(new Choice(part(1), part(2)));
    }
    if (parts.size() < MOST_PARTS) {
      readings.add(new Choice(part(0), part(1)));
    }
    return readings.stream()
        .filter(one -> schemas.stream().anyMatch(one::matchesSchema))
        .findFirst();
  }

  private Optional<Part> part(int number) {
    return number < parts.size() ? Optional.of(parts.get(number)) : Optional.empty();
  }

  /**
   * Parses the entries that a user gave.
   *
   * @param option option with the entries, for messages
   * @param texts values, each with entries separated by commas
   * @throws SpillwayException (bad input) if an entry is invalid
   */
  static List<TablePattern> parse(String option, List<String> texts) {
    List<TablePattern> patterns = new ArrayList<>();
    for (String list : texts) {
      for (String entry : split(list, ',')) {
        patterns.add(parse(option, entry.strip()));
      }
    }
    return patterns;
  }

  private static TablePattern parse(String option, String entry) {
    List<String> raw = split(entry, '.');
    if (raw.size() > MOST_PARTS) {
      throw bad(option, entry, "a name that holds a dot is put in double quotes");
    }
    return new TablePattern(
        option, entry, raw.stream().map(part -> part(option, entry, part)).toList());
  }

  /** Splits a text at a character, except within double quotes. */
  static List<String> split(String text, char at) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      quoted ^= text.charAt(i) == '"';
      if (!quoted && text.charAt(i) == at) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  static Part part(String option, String entry, String raw) {
    if (raw.isEmpty() || raw.equals("\"\"")) {
      throw bad(option, entry, "a name is missing");
    }
    if (raw.indexOf('"') < 0) {
      boolean stands = raw.indexOf('*') >= 0 || raw.indexOf('?') >= 0;
      return new Part(raw, stands ? Optional.of(pattern(raw)) : Optional.empty());
    }
    String inner = raw.length() > 2 ? raw.substring(1, raw.length() - 1) : "";
    boolean whole = raw.startsWith("\"") && raw.endsWith("\"");
    if (!whole || inner.replace("\"\"", "").indexOf('"') >= 0) {
      throw bad(option, entry, "quotes go around a whole name, and one within it is doubled");
    }
    return new Part(inner.replace("\"\"", "\""), Optional.empty());
  }

  private static Pattern pattern(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (c == '*') {
        regex.append(".*");
      } else if (c == '?') {
        regex.append('.');
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private static SpillwayException bad(String option, String entry, String why) {
    return new SpillwayException(
        SpillwayException.Kind.BAD_INPUT,
        option
            + " '"
            + entry
            + "' is not a choice of tables: give database, schema.table or database.schema.table; "
            + why
            + ".");
  }
}
