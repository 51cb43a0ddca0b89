package io.spillway.rows.parquet;

import java.util.Locale;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/** A text form of Parquet types. */
final class TypeText {
  private TypeText() {}

  /** Returns {@code int64 (TIMESTAMP(MICROS,true))}, or for a list {@code list of int32}. */
  static String of(Type field) {
    if (field.isPrimitive()) {
      return of(field.asPrimitiveType());
    }
    Type inner = field.asGroupType().getType(0);
    return inner.isPrimitive() ? "group" : "list of " + of(inner.asGroupType().getType(0));
  }

  private static String of(PrimitiveType type) {
    PrimitiveTypeName physical = type.getPrimitiveTypeName();
    String name = physical.name().toLowerCase(Locale.ROOT);
    if (physical == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY) {
      name += "(" + type.getTypeLength() + ")";
    }
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    return logical == null ? name : name + " (" + logical + ")";
  }
}
