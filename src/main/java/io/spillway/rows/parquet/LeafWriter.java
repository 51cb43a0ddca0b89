package io.spillway.rows.parquet;

import io.spillway.rows.BooleanColumn;
import io.spillway.rows.BytesColumn;
import io.spillway.rows.ColumnVector;
import io.spillway.rows.DoubleColumn;
import io.spillway.rows.FloatColumn;
import io.spillway.rows.IntColumn;
import io.spillway.rows.LongColumn;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;

/**
 * A primitive column of a Parquet file. The hashes of values are computed before the values reach
 * Parquet's own writers, so they do not depend on how writers or readers treat the values.
 */
final class LeafWriter {
  private final LeafChecksum checksum;
  private ColumnWriter writer;

  LeafWriter(LeafChecksum checksum, ColumnWriter writer) {
    this.checksum = checksum;
    this.writer = writer;
  }

  /** Switches to the writer of the next row group. */
  void continueIn(ColumnWriter next) {
    writer = next;
  }

  long sum() {
    return checksum.sum();
  }

  /** Writes values of a top-level column. */
  void write(ColumnVector vector, int from, int to) {
    if (vector instanceof BytesColumn bytes) {
      write(bytes, from, to);
    } else if (vector instanceof LongColumn longs) {
      write(longs, from, to);
    } else if (vector instanceof IntColumn ints) {
      write(ints, from, to);
    } else {
      for (int row = from; row < to; row++) {
        if (vector.isNull(row)) {
          writeNull(0, 0);
        } else {
          checksum.add(write(vector, row, 0, 1));
        }
      }
    }
  }

  private void write(BytesColumn bytes, int from, int to) {
    long sum = 0;
    byte[] array = bytes.array();
    for (int row = from; row < to; row++) {
      if (bytes.isNull(row)) {
        sum += writeNull();
      } else {
        int offset = bytes.offset(row);
        int length = bytes.length(row);
        writer.write(binary(array, offset, length), 0, 1);
        sum += Checksum.of(array, offset, length);
      }
    }
    checksum.add(sum);
  }

  private void write(LongColumn longs, int from, int to) {
    long sum = 0;
    for (int row = from; row < to; row++) {
      if (longs.isNull(row)) {
        sum += writeNull();
      } else {
        writer.write(longs.get(row), 0, 1);
        sum += Checksum.of(longs.get(row));
      }
    }
    checksum.add(sum);
  }

  private void write(IntColumn ints, int from, int to) {
    long sum = 0;
    for (int row = from; row < to; row++) {
      if (ints.isNull(row)) {
        sum += writeNull();
      } else {
        writer.write(ints.get(row), 0, 1);
        sum += Checksum.of(ints.get(row));
      }
    }
    checksum.add(sum);
  }

  private long writeNull() {
    writer.writeNull(0, 0);
    return Checksum.NULL;
  }

  /** Writes values of a nested column. */
  void write(ColumnVector vector, Levels levels) {
    for (int at = 0; at < levels.count(); at++) {
      int repetition = levels.repetition(at);
      int definition = levels.definition(at);
      if (levels.index(at) == Levels.NOTHING) {
        writeNull(repetition, definition);
      } else {
        long hash = write(vector, levels.index(at), repetition, definition);
        checksum.add(repetition, definition, hash);
      }
    }
  }

  private void writeNull(int repetition, int definition) {
    writer.writeNull(repetition, definition);
    checksum.add(repetition, definition, Checksum.NULL);
  }

  /** Writes a value and returns its hash. */
  private long write(ColumnVector vector, int index, int repetition, int definition) {
    if (vector instanceof BytesColumn bytes) {
      int offset = bytes.offset(index);
      int length = bytes.length(index);
      writer.write(binary(bytes.array(), offset, length), repetition, definition);
      return Checksum.of(bytes.array(), offset, length);
    }
    if (vector instanceof IntColumn ints) {
      writer.write(ints.get(index), repetition, definition);
      return Checksum.of(ints.get(index));
    }
    if (vector instanceof LongColumn longs) {
      writer.write(longs.get(index), repetition, definition);
      return Checksum.of(longs.get(index));
    }
    if (vector instanceof DoubleColumn doubles) {
      writer.write(doubles.get(index), repetition, definition);
      return Checksum.of(doubles.get(index));
    }
    if (vector instanceof FloatColumn floats) {
      writer.write(floats.get(index), repetition, definition);
      return Checksum.of((double) floats.get(index));
    }
    if (vector instanceof BooleanColumn booleans) {
      writer.write(booleans.get(index), repetition, definition);
      return Checksum.of(booleans.get(index));
    }
    throw new IllegalStateException("Invalid leaf " + vector.getClass());
  }

  /**
   * Returns bytes of a batch as a Parquet value. Parquet's writers copy bytes that may change, for
   * dictionaries and for minimum and maximum. The bytes of large values never change.
   */
  private static Binary binary(byte[] bytes, int offset, int length) {
    return length < BytesColumn.LARGE
        ? Binary.fromReusedByteArray(bytes, offset, length)
        : Binary.fromConstantByteArray(bytes, offset, length);
  }
}
