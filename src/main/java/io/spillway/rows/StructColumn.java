package io.spillway.rows;

/**
 * A vector of structs. To append a struct, append a value to each of its fields, and then call
 * {@link #endStruct}.
 */
public final class StructColumn extends ColumnVector {
  private final ColumnVector[] fields;

  StructColumn(ColumnVector... fields) {
    this.fields = fields;
  }

  /** Returns the number of fields. */
  public int fields() {
    return fields.length;
  }

  /** Returns the values of a field. */
  public ColumnVector field(int number) {
    return fields[number];
  }

  /**
   * Ends a struct.
   *
   * @throws IllegalStateException if a field has no value or more than one
   */
  public void endStruct() {
    size++;
    for (ColumnVector field : fields) {
      if (field.size() != size) {
        throw new IllegalStateException(
            "Invalid struct " + size + ": a field has " + field.size() + " values");
      }
    }
  }

  @Override
  void appendNothing() {
    for (ColumnVector field : fields) {
      field.appendNull();
    }
    size++;
  }

  @Override
  long bytes() {
    long bytes = size;
    for (ColumnVector field : fields) {
      bytes += field.bytes();
    }
    return bytes;
  }

  @Override
  void clear() {
    super.clear();
    for (ColumnVector field : fields) {
      field.clear();
    }
  }
}
