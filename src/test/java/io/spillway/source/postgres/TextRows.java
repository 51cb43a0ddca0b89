package io.spillway.source.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.rows.ColumnBatch;
import io.spillway.testing.BatchText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Keeps rows as {@link io.spillway.testing.TestPostgres#query} prints them. */
public class TextRows implements ColumnBatch.Sink {
  private final List<String> rows = new ArrayList<>();

  /** The rows that were handed over. */
  public List<String> rows() {
    return rows;
  }

  @Override
  public void write(ColumnBatch batch) throws IOException {
    for (int row = 0; row < batch.rows(); row++) {
      List<String> values = new ArrayList<>();
      for (int column = 0; column < batch.columns(); column++) {
        values.add(text(BatchText.value(batch.column(column), row, UTF_8)));
      }
      rows.add(String.join("|", values));
    }
  }

  private static String text(Object value) {
    return value instanceof Boolean truth ? (truth ? "t" : "f") : String.valueOf(value);
  }
}
