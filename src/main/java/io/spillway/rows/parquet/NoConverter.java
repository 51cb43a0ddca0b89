package io.spillway.rows.parquet;

import java.util.List;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;

/** A converter that accepts no values. parquet-java requires a converter for each column. */
final class NoConverter extends GroupConverter {
  private final List<Converter> fields;

  NoConverter(GroupType group) {
    this.fields = group.getFields().stream().map(NoConverter::of).toList();
  }

  private static Converter of(Type field) {
    return field.isPrimitive() ? new PrimitiveConverter() {} : new NoConverter(field.asGroupType());
  }

  @Override
  public Converter getConverter(int field) {
    return fields.get(field);
  }

  @Override
  public void start() {}

  @Override
  public void end() {}
}
