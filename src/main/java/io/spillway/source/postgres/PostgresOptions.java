package io.spillway.source.postgres;

import io.spillway.source.postgres.decode.NumericType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of a database is exported, and how.
 *
 * @param exportOnly what is chosen, each {@code database}, {@code database.schema} or {@code
 *     database.schema.table}, with commas between several; none for every table
 * @param where predicates in SQL by their tables' names
 * @param columns names of columns by their tables' names
 * @param numeric what becomes of numbers without a declared precision
 * @param passwordCommand a command of {@code sh} that prints the password, asked anew for each
 *     connection on the machine that connects
 */
public record PostgresOptions(
    List<String> exportOnly,
    Map<String, String> where,
    Map<String, List<String>> columns,
    NumericType numeric,
    Optional<String> passwordCommand) {
  /** Every table with all of its rows and columns. */
  public static final PostgresOptions DEFAULT =
      new PostgresOptions(List.of(), Map.of(), Map.of(), NumericType.STRING, Optional.empty());

  public PostgresOptions {
    exportOnly = List.copyOf(exportOnly);
    where = Map.copyOf(where);
    columns = Map.copyOf(columns);
  }

  /** Without the command, which may hold what nobody is to see. */
  @Override
  public String toString() {
    return "exportOnly=" + exportOnly + ", where=" + where + ", columns=" + columns;
  }
}
