package io.spillway.rows.parquet;

import java.nio.ByteBuffer;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** The values of a column in one row group, read back from a file. */
final class ColumnChecksum {
  private final ColumnReader values;
  private final PrimitiveTypeName type;
  private final int defined;
  private final boolean isList;

  ColumnChecksum(ColumnReader values) {
    this.values = values;
    this.type = values.getDescriptor().getPrimitiveType().getPrimitiveTypeName();
    this.defined = values.getDescriptor().getMaxDefinitionLevel();
    this.isList = values.getDescriptor().getMaxRepetitionLevel() > 0;
  }

  /** Returns the sum of the checksums in the given number of next rows. */
  long sum(long rows) {
    long sum = 0;
    for (long row = 0; row < rows; row++) {
      sum += isList ? list() : value();
    }
    return sum;
  }

  private long value() {
    long hash = values.getCurrentDefinitionLevel() == defined ? hash() : Checksum.NULL;
    values.consume();
    return hash;
  }

  private long list() {
    int level = values.getCurrentDefinitionLevel();
    if (level <= RowFile.EMPTY_LIST) {
      values.consume();
      return level == RowFile.EMPTY_LIST ? Checksum.ended(Checksum.LIST, 0) : Checksum.NULL;
    }
    long list = Checksum.LIST;
    int elements = 0;
    do {
      list = Checksum.with(list, value());
      elements++;
    } while (values.getCurrentRepetitionLevel() > 0);
    return Checksum.ended(list, elements);
  }

  private long hash() {
    return switch (type) {
      case BOOLEAN -> Checksum.of(values.getBoolean());
      case INT32 -> Checksum.of(values.getInteger());
      case INT64 -> Checksum.of(values.getLong());
      case FLOAT -> Checksum.of((double) values.getFloat());
      case DOUBLE -> Checksum.of(values.getDouble());
      case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> hash(values.getBinary());
    };
  }

  private static long hash(Binary value) {
    ByteBuffer bytes = value.toByteBuffer();
    if (bytes.hasArray()) {
      return Checksum.of(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }
    byte[] copy = value.getBytesUnsafe();
    return Checksum.of(copy, 0, copy.length);
  }
}
