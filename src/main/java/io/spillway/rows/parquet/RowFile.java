package io.spillway.rows.parquet;

import io.spillway.rows.ColumnBatch;
import io.spillway.rows.Table;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * A Parquet file of a table's rows, open for writing. It needs memory for about one row group, and
 * a few times the size of the largest value.
 *
 * <p>Not thread-safe.
 */
public final class RowFile implements ColumnBatch.Sink, Closeable {
  private final RowGroups groups;
  private final MessageType schema;
  private final List<LeafWriter> leaves = new ArrayList<>();
  private final List<Shredder> columns = new ArrayList<>();
  private final long[] outOfRange;

  private RowFile(RowGroups groups) {
    this.groups = groups;
    this.schema = groups.schema();
    for (ColumnDescriptor leaf : schema.getColumns()) {
      leaves.add(new LeafWriter(LeafChecksum.of(schema, leaf), groups.writer(leaf)));
    }
    Iterator<LeafWriter> next = leaves.iterator();
    for (Type field : schema.getFields()) {
      columns.add(Shredder.of(field, next));
    }
    this.outOfRange = new long[columns.size()];
  }

  /**
   * Begins a file.
   *
   * @param out stream that receives the bytes as they are written; it is not closed
   * @throws IOException if the table has no columns, because a Parquet file needs one, or if {@code
   *     out} throws
   */
  public static RowFile begin(Table table, Compression compression, OutputStream out)
      throws IOException {
    return begin(table, compression, out, table.groupBytes());
  }

  /**
   * Begins a file with a given row group size.
   *
   * @param groupBytes bytes that a row group takes in memory
   */
  static RowFile begin(Table table, Compression compression, OutputStream out, int groupBytes)
      throws IOException {
    return new RowFile(RowGroups.begin(table, compression, out, groupBytes));
  }

  /** Writes rows column by column, in runs that do not cross the end of a page. */
  @Override
  public void write(ColumnBatch batch) throws IOException {
    long bytes = batch.bytes();
    int from = 0;
    for (int column = 0; column < outOfRange.length; column++) {
      outOfRange[column] += batch.outOfRange(column);
    }
    while (from < batch.rows()) {
      int to = Math.min(batch.rows(), from + groups.rowsToGo());
      for (int column = 0; column < columns.size(); column++) {
        columns.get(column).write(batch.column(column), from, to);
      }
      if (groups.endRows(to - from, bytes * (to - from) / batch.rows())) {
        List<ColumnDescriptor> descriptors = schema.getColumns();
        for (int leaf = 0; leaf < descriptors.size(); leaf++) {
          leaves.get(leaf).continueIn(groups.writer(descriptors.get(leaf)));
        }
      }
      from = to;
    }
  }

  /** Returns the number of rows written so far. Another thread may see a slightly older value. */
  public long rows() {
    return groups.rows();
  }

  /**
   * Completes the file.
   *
   * @return the rows, bytes and checksums of the file
   * @throws IOException if the stream throws
   */
  public RowsWritten finish() throws IOException {
    groups.finish(FooterFacts.outOfRange(schema, outOfRange));
    long[] sums = new long[columns.size()];
    for (int leaf = 0; leaf < leaves.size(); leaf++) {
      String column = schema.getColumns().get(leaf).getPath()[0];
      sums[schema.getFieldIndex(column)] += leaves.get(leaf).sum();
    }
    return new RowsWritten(groups.rows(), groups.bytes(), Arrays.stream(sums).boxed().toList());
  }

  /** Releases resources. A file that was not finished is invalid. */
  @Override
  public void close() {
    groups.close();
  }
}
