package io.spillway.rows.destination;

import io.spillway.destination.Prefix;
import io.spillway.rows.RowLayout;
import io.spillway.rows.TableSplit;
import io.spillway.rows.parquet.Compression;
import io.spillway.store.Stores;
import java.io.IOException;

/**
 * The Parquet files of an export in a folder.
 *
 * @param prefix the root of the files
 * @param folder the export's folder below the root, with a slash at its end; empty for the root
 * @param layout the names of the files
 * @param compression the compression of the files
 */
record FolderFiles(Prefix prefix, String folder, RowLayout layout, Compression compression)
    implements RowFiles {
  @Override
  public Stores stores() {
    return prefix.stores();
  }

  @Override
  public void check() throws IOException {
    prefix.requireShared();
  }

  @Override
  public String nameOf(TableSplit split) {
    return folder + layout.names().of(split, compression.suffix());
  }

  @Override
  public RowOutput fileFor(TableSplit split) throws IOException {
    return FolderOutput.begin(
        prefix.store(), prefix.key(nameOf(split)), split.table(), compression);
  }
}
