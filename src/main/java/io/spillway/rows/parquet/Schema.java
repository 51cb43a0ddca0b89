package io.spillway.rows.parquet;

import io.spillway.rows.ColumnType;
import io.spillway.rows.Table;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * The mapping from a table's columns to optional columns of a Parquet file.
 *
 * @param name name of the created column
 */
record Schema(String name) implements ColumnType.Visitor<Type> {
  private static final String ROOT = "spillway";
  private static final String LIST = "list";
  private static final String ELEMENT = "element";
  private static final String KEY_VALUE = "key_value";
  private static final String KEY = "key";
  private static final String VALUE = "value";
  private static final int UUID_BYTES = 16;

  /** Returns the schema of a table's files. */
  static MessageType of(Table table) {
    return new MessageType(
        ROOT,
        table.columns().stream()
            .map(column -> column.type().visit(new Schema(column.name())))
            .toList());
  }

  @Override
  public Type plain(ColumnType.Plain type) {
    return switch (type) {
      case BOOLEAN -> field(PrimitiveTypeName.BOOLEAN, null);
      case INT16 -> field(PrimitiveTypeName.INT32, LogicalTypeAnnotation.intType(16, true));
      case INT32 -> field(PrimitiveTypeName.INT32, null);
      case INT64 -> field(PrimitiveTypeName.INT64, null);
      case FLOAT -> field(PrimitiveTypeName.FLOAT, null);
      case DOUBLE -> field(PrimitiveTypeName.DOUBLE, null);
      case BYTES -> field(PrimitiveTypeName.BINARY, null);
      case STRING -> field(PrimitiveTypeName.BINARY, LogicalTypeAnnotation.stringType());
      case JSON -> field(PrimitiveTypeName.BINARY, LogicalTypeAnnotation.jsonType());
      case ENUM -> field(PrimitiveTypeName.BINARY, LogicalTypeAnnotation.enumType());
      case UUID -> fixed(UUID_BYTES, LogicalTypeAnnotation.uuidType());
      case DATE -> field(PrimitiveTypeName.INT32, LogicalTypeAnnotation.dateType());
      case TIME -> micros(LogicalTypeAnnotation.timeType(false, TimeUnit.MICROS));
      case TIMESTAMP -> micros(LogicalTypeAnnotation.timestampType(false, TimeUnit.MICROS));
      case TIMESTAMP_UTC -> micros(LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS));
    };
  }

  @Override
  public Type decimal(ColumnType.Decimal type) {
    LogicalTypeAnnotation decimal =
        LogicalTypeAnnotation.decimalType(type.scale(), type.precision());
    if (type.fitsInt()) {
      return field(PrimitiveTypeName.INT32, decimal);
    }
    if (type.fitsLong()) {
      return field(PrimitiveTypeName.INT64, decimal);
    }
    return fixed(type.bytes(), decimal);
  }

  @Override
  public Type list(ColumnType.ListOf type) {
    return list(type.element().visit(new Schema(ELEMENT)));
  }

  @Override
  public Type vector(ColumnType.FloatVector type) {
    return list(Types.required(PrimitiveTypeName.FLOAT).named(ELEMENT));
  }

  @Override
  public Type map(ColumnType.MapOf type) {
    Type key = required(type.key().visit(new Schema(KEY)));
    return Types.optionalGroup()
        .as(LogicalTypeAnnotation.mapType())
        .addField(
            Types.repeatedGroup()
                .addFields(key, type.value().visit(new Schema(VALUE)))
                .named(KEY_VALUE))
        .named(name);
  }

  @Override
  public Type struct(ColumnType.StructOf type) {
    Type[] fields =
        type.fields().stream()
            .map(field -> field.type().visit(new Schema(field.name())))
            .toArray(Type[]::new);
    return Types.optionalGroup().addFields(fields).named(name);
  }

  private Type list(Type element) {
    return Types.optionalGroup()
        .as(LogicalTypeAnnotation.listType())
        .addField(Types.repeatedGroup().addField(element).named(LIST))
        .named(name);
  }

  private static Type required(Type field) {
    if (field.isPrimitive()) {
      PrimitiveType type = field.asPrimitiveType();
      return Types.required(type.getPrimitiveTypeName())
          .length(type.getTypeLength())
          .as(type.getLogicalTypeAnnotation())
          .named(type.getName());
    }
    GroupType group = field.asGroupType();
    return Types.requiredGroup()
        .as(group.getLogicalTypeAnnotation())
        .addFields(group.getFields().toArray(Type[]::new))
        .named(group.getName());
  }

  private Type micros(LogicalTypeAnnotation logical) {
    return field(PrimitiveTypeName.INT64, logical);
  }

  private Type fixed(int bytes, LogicalTypeAnnotation logical) {
    return Types.optional(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
        .length(bytes)
        .as(logical)
        .named(name);
  }

  private Type field(PrimitiveTypeName physical, @Nullable LogicalTypeAnnotation logical) {
    return Types.optional(physical).as(logical).named(name);
  }
}
