package io.spillway.testing;

import io.spillway.rows.BooleanColumn;
import io.spillway.rows.BytesColumn;
import io.spillway.rows.ColumnVector;
import io.spillway.rows.DoubleColumn;
import io.spillway.rows.FloatColumn;
import io.spillway.rows.IntColumn;
import io.spillway.rows.ListColumn;
import io.spillway.rows.LongColumn;
import io.spillway.rows.StructColumn;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of batches as objects, of which text can be made. */
public final class BatchText {
  private BatchText() {}

  /** Returns a value: a boxed number, a text, or a list of values for lists and structs. */
  public static @Nullable Object value(ColumnVector vector, int at, Charset charset) {
    if (vector.isNull(at)) {
      return null;
    }
    if (vector instanceof BooleanColumn booleans) {
      return booleans.get(at);
    }
    if (vector instanceof IntColumn ints) {
      return ints.get(at);
    }
    if (vector instanceof LongColumn longs) {
      return longs.get(at);
    }
    if (vector instanceof FloatColumn floats) {
      return floats.get(at);
    }
    if (vector instanceof DoubleColumn doubles) {
      return doubles.get(at);
    }
    if (vector instanceof BytesColumn bytes) {
      return new String(bytes.array(), bytes.offset(at), bytes.length(at), charset);
    }
    List<@Nullable Object> values = new ArrayList<>();
    if (vector instanceof ListColumn list) {
      for (int element = list.begin(at); element < list.end(at); element++) {
        values.add(value(list.elements(), element, charset));
      }
    } else {
      StructColumn struct = (StructColumn) vector;
      for (int field = 0; field < struct.fields(); field++) {
        values.add(value(struct.field(field), at, charset));
      }
    }
    return values;
  }
}
