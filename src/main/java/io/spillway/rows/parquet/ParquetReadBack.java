package io.spillway.rows.parquet;

import io.spillway.store.StoreException;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** A written Parquet file that is read back. */
final class ParquetReadBack implements Closeable {
  private final ParquetFileReader file;

  private ParquetReadBack(ParquetFileReader file) {
    this.file = file;
  }

  /** A query of an open file. */
  private interface Question<T> {
    T of(ParquetReadBack file) throws IOException;
  }

  static RowFileReader.Facts facts(StoreInput input) throws IOException {
    return ask(input, ParquetReadBack::facts);
  }

  static RowsWritten sums(StoreInput input) throws IOException {
    return ask(input, file -> new RowsWritten(file.rows(), input.size(), file.sums()));
  }

  /**
   * Opens a file and runs a query. If parquet-java cannot read the file, the exception names it.
   */
  private static <T> T ask(StoreInput input, Question<T> question) throws IOException {
    try (ParquetReadBack file =
        new ParquetReadBack(ParquetFileReader.open(input, ParquetReadOptions.builder().build()))) {
      return question.of(file);
    } catch (StoreException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new IOException("Cannot read " + input + " as Parquet: " + e.getMessage(), e);
    }
  }

  private RowFileReader.Facts facts() {
    List<RowFileReader.ColumnFact> columns =
        metadata().getSchema().getFields().stream().map(ParquetReadBack::fact).toList();
    return new RowFileReader.Facts(rows(), columns);
  }

  private static RowFileReader.ColumnFact fact(Type field) {
    return new RowFileReader.ColumnFact(field.getName(), TypeText.of(field));
  }

  private long rows() {
    return file.getRecordCount();
  }

  private List<Long> sums() throws IOException {
    MessageType schema = metadata().getSchema();
    long[] sums = new long[schema.getFieldCount()];
    for (PageReadStore rows = file.readNextRowGroup();
        rows != null;
        rows = file.readNextRowGroup()) {
      ColumnReadStoreImpl store =
          new ColumnReadStoreImpl(rows, new NoConverter(schema), schema, metadata().getCreatedBy());
      List<ColumnDescriptor> columns = schema.getColumns();
      for (int column = 0; column < columns.size(); column++) {
        ColumnDescriptor leaf = columns.get(column);
        LeafChecksum checksum = LeafChecksum.of(schema, leaf);
        new ColumnChecksum(store.getColumnReader(leaf)).addTo(checksum, rows.getRowCount());
        sums[schema.getFieldIndex(leaf.getPath()[0])] += checksum.sum();
      }
    }
    return Arrays.stream(sums).boxed().toList();
  }

  private FileMetaData metadata() {
    return file.getFooter().getFileMetaData();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
