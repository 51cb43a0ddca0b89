package io.spillway.source.postgres.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.spillway.rows.ColumnBatch;
import io.spillway.testing.BatchText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Keeps rows as text: {@code 0=1 2=[a,null]}. */
class RecordedRows implements ColumnBatch.Sink {
  private final List<String> rows = new ArrayList<>();

  /** The rows that were handed over. */
  List<String> rows() {
    return rows;
  }

  @Override
  public void write(ColumnBatch batch) throws IOException {
    for (int row = 0; row < batch.rows(); row++) {
      StringBuilder text = new StringBuilder();
      for (int column = 0; column < batch.columns(); column++) {
        Object value = BatchText.value(batch.column(column), row, ISO_8859_1);
        if (value instanceof List<?> list) {
          value =
              list.stream().map(element -> element + ",").collect(Collectors.joining("", "[", "]"));
        }
        text.append(value == null ? "" : column + "=" + value + " ");
      }
      rows.add(text.toString().strip());
    }
  }
}
