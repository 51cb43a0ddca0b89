package io.spillway.source.postgres.decode;

import java.io.Serializable;

/**
 * The choices among types that a column may have in Parquet.
 *
 * @param numeric target type of numerics without a declared precision
 * @param annotatesEnums whether enums have Parquet's annotation ENUM, which some readers show as
 *     bytes; otherwise they are text
 * @param structs whether composite types become groups; otherwise JSON
 * @param nullsOutOfRange whether values that the type does not have become null; otherwise they are
 *     failures
 */
public record TypeOptions(
    NumericType numeric, boolean annotatesEnums, boolean structs, boolean nullsOutOfRange)
    implements Serializable {
  /** The default choices. */
  public static final TypeOptions DEFAULT =
      new TypeOptions(NumericType.STRING, false, false, false);

  /** Returns a copy with another type of numerics. */
  public TypeOptions with(NumericType other) {
    return new TypeOptions(other, annotatesEnums, structs, nullsOutOfRange);
  }

  /** Returns a copy whose enums have Parquet's annotation. */
  public TypeOptions annotatingEnums() {
    return new TypeOptions(numeric, true, structs, nullsOutOfRange);
  }

  /** Returns a copy whose composite types become groups. */
  public TypeOptions withStructs() {
    return new TypeOptions(numeric, annotatesEnums, true, nullsOutOfRange);
  }

  /** Returns a copy whose values out of range become null. */
  public TypeOptions nullingOutOfRange() {
    return new TypeOptions(numeric, annotatesEnums, structs, true);
  }
}
