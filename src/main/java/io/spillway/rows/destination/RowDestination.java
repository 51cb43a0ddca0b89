package io.spillway.rows.destination;

import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import io.spillway.destination.DestinationContext;
import io.spillway.ledger.ExportId;
import io.spillway.ledger.ExportRecord;
import io.spillway.ledger.FileList;
import io.spillway.ledger.LedgerSnapshot;
import io.spillway.outcome.RowsVerified;
import io.spillway.rows.RowLayout;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A destination of rows that a request names. It decides where an export's records and files are,
 * and what makes the files visible.
 */
public interface RowDestination {
  /**
   * Returns where records, lease and marker of an export are, whose stores cannot write yet. Sends
   * no request.
   *
   * @param layout the layout that the source chose
   */
  DestinationContext context(RowLayout layout, ExportId id);

  /**
   * Returns where the records of earlier exports may be, most likely place first. Sends no request.
   *
   * @param exportId the id of the export; empty if it is not known
   */
  List<DestinationContext> records(Optional<String> exportId);

  /**
   * Returns the checkpoint of the source at this destination: that of the last export that
   * succeeded; empty if there is none.
   *
   * @param records the ledger in the export's context
   * @throws IOException if the destination cannot be read
   */
  default Optional<String> checkpoint(RowExport export, LedgerSnapshot records) throws IOException {
    return records.checkpoint(export.context().stores(), export.context().root());
  }

  /**
   * Begins an export under the destination's lease, before its source is pinned. Nothing is written
   * yet.
   *
   * @throws SpillwayException (refused) if the destination cannot take this export
   */
  RowTransaction begin(RowExport export);

  /**
   * Compares what readers of the destination see of an export with its record. The contents of
   * files are not read.
   *
   * @param context the place of the record
   * @param there receives the files whose contents remain to be compared
   * @return the differences
   */
  RowsVerified compare(
      DestinationContext context, ExportRecord record, Consumer<FileList.Line> there)
      throws IOException;

  /** Returns the locations of recorded files. */
  FileLocations locations(DestinationContext context);

  /** Finds recorded files on the workers. */
  interface FileLocations extends Serializable {
    /**
     * Returns the location of a file.
     *
     * @param file its name in the ledger's list
     */
    Location of(String file);
  }
}
