package io.spillway.rows.destination;

import io.spillway.rows.ColumnBatch;
import io.spillway.rows.Table;
import io.spillway.rows.parquet.Compression;
import io.spillway.rows.parquet.RowFile;
import io.spillway.rows.parquet.RowsWritten;
import io.spillway.store.Attributes;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenWrite;
import io.spillway.store.WrittenObject;
import java.io.IOException;

/** A Parquet file in a folder, open for writing. */
final class FolderOutput implements RowOutput {
  private static final Attributes PARQUET = Attributes.ofType("application/vnd.apache.parquet");

  private final OpenWrite out;
  private final RowFile file;

  private FolderOutput(OpenWrite out, RowFile file) {
    this.out = out;
    this.file = file;
  }

  static FolderOutput begin(ObjectStore store, String key, Table table, Compression compression)
      throws IOException {
    OpenWrite out = store.begin(key, PARQUET);
    try {
      return new FolderOutput(out, RowFile.begin(table, compression, out));
    } catch (IOException | RuntimeException | Error e) {
      out.close();
      throw e;
    }
  }

  @Override
  public void write(ColumnBatch batch) throws IOException {
    file.write(batch);
  }

  @Override
  public long rows() {
    return file.rows();
  }

  @Override
  public Finished finish() throws IOException {
    RowsWritten rows = file.finish();
    WrittenObject written = out.commit();
    if (written.size() >= 0 && written.size() != rows.bytes()) {
      throw new IOException(
          "the store took " + written.size() + " bytes of " + rows.bytes() + ": try again");
    }
    return new Finished(rows, written.etag(), "");
  }

  @Override
  public void close() throws IOException {
    try (OpenWrite ignored = out) {
      file.close();
    }
  }
}
