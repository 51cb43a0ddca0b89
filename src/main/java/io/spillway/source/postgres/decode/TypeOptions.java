package io.spillway.source.postgres.decode;

import java.io.Serializable;

/**
 * The choices among types that a column may have in Parquet.
 *
 * @param numeric target type of numerics without a declared precision
 */
public record TypeOptions(NumericType numeric) implements Serializable {
  /** The default choices. */
  public static final TypeOptions DEFAULT = new TypeOptions(NumericType.STRING);

  /** Returns a copy with another type of numerics. */
  public TypeOptions with(NumericType other) {
    return new TypeOptions(other);
  }
}
