package io.spillway.rows.destination;

import io.spillway.ledger.FileList;
import io.spillway.rows.Table;
import java.io.IOException;
import java.util.List;

/**
 * A commit of written files.
 *
 * @param tables the tables whose files are all written
 * @param files the written files, as the ledger lists them
 * @param removed names of files at the destination that the written files replace
 */
public record RowCommit(List<Table> tables, Files files, List<String> removed) {
  public RowCommit {
    tables = List.copyOf(tables);
    removed = List.copyOf(removed);
  }

  /** The written files, which may be too many for the driver's memory. */
  public interface Files {
    /**
     * Opens the list from its beginning; the caller closes it.
     *
     * @throws IOException if the ledger cannot be read
     */
    FileList.Reader open() throws IOException;
  }
}
