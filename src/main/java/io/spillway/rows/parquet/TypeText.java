package io.spillway.rows.parquet;

import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/** The text form of Parquet types. */
final class TypeText {
  private TypeText() {}

  /**
   * Returns the text of a type, such as {@code int64 (TIMESTAMP(MICROS,true))} or {@code list of
   * int32}.
   */
  static String of(Type field) {
    if (field.isPrimitive()) {
      return of(field.asPrimitiveType());
    }
    GroupType group = field.asGroupType();
    GroupType inner = group.getType(0).isPrimitive() ? group : group.getType(0).asGroupType();
    LogicalTypeAnnotation logical = group.getLogicalTypeAnnotation();
    if (logical instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation) {
      return "list of " + of(inner.getType(0));
    }
    if (logical instanceof LogicalTypeAnnotation.MapLogicalTypeAnnotation) {
      return "map of " + of(inner.getType(0)) + " to " + of(inner.getType(1));
    }
    return group.getFields().stream()
        .map(one -> one.getName() + ": " + of(one))
        .collect(Collectors.joining(", ", "struct of (", ")"));
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
