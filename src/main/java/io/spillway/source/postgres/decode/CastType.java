package io.spillway.source.postgres.decode;

import io.spillway.base.SpillwayException;
import io.spillway.rows.ColumnType;
import io.spillway.rows.ColumnType.Decimal;
import io.spillway.rows.ColumnType.Plain;
import java.util.LinkedHashMap;
import java.util.Map;

/** The types that a user may choose for a column, by their names. */
public final class CastType {
  private static final Map<String, ColumnType> NAMES = new LinkedHashMap<>();

  static {
    NAMES.put("text", Plain.STRING);
    NAMES.put("json", Plain.JSON);
    NAMES.put("smallint", Plain.INT16);
    NAMES.put("integer", Plain.INT32);
    NAMES.put("bigint", Plain.INT64);
    NAMES.put("real", Plain.FLOAT);
    NAMES.put("double", Plain.DOUBLE);
    NAMES.put("date", Plain.DATE);
    NAMES.put("time", Plain.TIME);
    NAMES.put("timestamp", Plain.TIMESTAMP);
    NAMES.put("timestamptz", Plain.TIMESTAMP_UTC);
  }

  private CastType() {}

  /**
   * Parses a type.
   *
   * @param option option with the type, for messages
   * @throws SpillwayException (bad input) if the text is not a type that can be chosen
   */
  public static ColumnType parse(String option, String text) {
    ColumnType known = NAMES.get(text);
    return known != null
        ? known
        : NumericType.decimal(text)
            .orElseThrow(
                () ->
                    new SpillwayException(
                        SpillwayException.Kind.BAD_INPUT,
                        option
                            + " names an unknown type '"
                            + text
                            + "': give "
                            + String.join(", ", NAMES.keySet())
                            + " or decimal(P,S)."));
  }

  /** Returns the name of a type, or a description if it cannot be chosen. */
  static String name(ColumnType type) {
    return type instanceof Decimal decimal
        ? "decimal(" + decimal.precision() + "," + decimal.scale() + ")"
        : NAMES.entrySet().stream()
            .filter(one -> one.getValue() == type)
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse("the type");
  }
}
