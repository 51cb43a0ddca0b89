package io.spillway.source.postgres;

import io.spillway.request.BadInput;
import io.spillway.request.Option;
import io.spillway.request.OptionValues;
import io.spillway.source.postgres.decode.NumericType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options that define which data of a database is exported, and how.
 *
 * @param exportOnly chosen tables, each {@code database}, {@code database.schema} or {@code
 *     database.schema.table}, with commas between several; empty for every table
 * @param where SQL predicates by table name
 * @param columns column names by table name
 * @param numeric target type of numbers without a declared precision
 * @param passwordCommand {@code sh} command that prints the password; it runs for each connection,
 *     on the machine that connects
 */
public record PostgresOptions(
    List<String> exportOnly,
    Map<String, String> where,
    Map<String, List<String>> columns,
    NumericType numeric,
    Optional<String> passwordCommand) {
  static final Option<List<String>> EXPORT_ONLY =
      Option.repeated(
              "export-only", "LIST", "db[.schema[.table]], globs; commas between", values -> values)
          .unless("all")
          .remote();

  static final Option<Map<String, String>> WHERE =
      Option.repeated(
          "where",
          "T=PREDICATE",
          "only rows of table T for which that holds",
          values -> byTable("where", values));

  static final Option<Map<String, List<String>>> COLUMNS =
      Option.repeated(
              "columns",
              "T=A,B",
              "only these columns of table T",
              values -> columns(byTable("columns", values)))
          .remote();

  static final Option<NumericType> NUMERIC =
      Option.value(
              "numeric",
              "T",
              "decimal(P,S) for numbers of no declared precision",
              NumericType::parse,
              "string")
          .remote();

  static final Option<Optional<String>> PASSWORD_COMMAND =
      Option.text("password-command", "CMD", "prints the password; asked for each connection")
          .secret();

  /** The default options: every table with all of its rows and columns. */
  public static final PostgresOptions DEFAULT =
      new PostgresOptions(List.of(), Map.of(), Map.of(), NumericType.STRING, Optional.empty());

  public PostgresOptions {
    exportOnly = List.copyOf(exportOnly);
    where = Map.copyOf(where);
    columns = Map.copyOf(columns);
  }

  /** Returns the options that a user gave. */
  static PostgresOptions of(OptionValues given) {
    return new PostgresOptions(
        given.get(EXPORT_ONLY),
        given.get(WHERE),
        given.get(COLUMNS),
        given.get(NUMERIC),
        given.get(PASSWORD_COMMAND));
  }

  /** Returns the values of an option {@code T=…} by table. Rejects a table that is given twice. */
  private static Map<String, String> byTable(String option, List<String> values) {
    Map<String, String> byTable = new LinkedHashMap<>();
    for (String one : values) {
      int equals = one.indexOf('=');
      if (equals < 1 || equals == one.length() - 1) {
        throw BadInput.of("--" + option + " is '" + one + "': give it as --" + option + "=TABLE=…");
      }
      if (byTable.put(one.substring(0, equals), one.substring(equals + 1)) != null) {
        throw BadInput.of("--" + option + " is given twice for " + one.substring(0, equals));
      }
    }
    return byTable;
  }

  private static Map<String, List<String>> columns(Map<String, String> byTable) {
    Map<String, List<String>> columns = new HashMap<>();
    byTable.forEach((table, names) -> columns.put(table, Arrays.asList(names.split(",", -1))));
    return columns;
  }

  /** Returns the options without the password command, which may contain a secret. */
  @Override
  public String toString() {
    return "exportOnly=" + exportOnly + ", where=" + where + ", columns=" + columns;
  }
}
