package io.spillway.rows.destination;

import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import io.spillway.destination.DestinationContext;
import io.spillway.ledger.ExportId;
import io.spillway.ledger.ExportRecord;
import io.spillway.ledger.FileList;
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
