package io.spillway.rows.parquet;

import java.nio.ByteBuffer;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** The values of a leaf in one row group, read back from a file. */
final class ColumnChecksum {
  private final ColumnReader values;
  private final PrimitiveTypeName type;
  private final int defined;

  ColumnChecksum(ColumnReader values) {
    this.values = values;
    this.type = values.getDescriptor().getPrimitiveType().getPrimitiveTypeName();
    this.defined = values.getDescriptor().getMaxDefinitionLevel();
  }

  /**
   * Adds the values of the next rows to a checksum.
   *
   * @param rows number of rows
   */
  void addTo(LeafChecksum checksum, long rows) {
    for (long row = 0; row < rows; row++) {
      do {
        int definition = values.getCurrentDefinitionLevel();
        long hash = definition == defined ? hash() : Checksum.NULL;
        checksum.add(values.getCurrentRepetitionLevel(), definition, hash);
        values.consume();
      } while (values.getCurrentRepetitionLevel() > 0);
    }
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
