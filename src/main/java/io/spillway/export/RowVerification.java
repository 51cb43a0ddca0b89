package io.spillway.export;

import static io.spillway.base.SpillwayException.Kind.BAD_INPUT;

import io.spillway.base.Environment;
import io.spillway.base.SpillwayException;
import io.spillway.destination.DestinationContext;
import io.spillway.ledger.ExportId;
import io.spillway.ledger.ExportRecord;
import io.spillway.ledger.ExportStatus;
import io.spillway.ledger.FileList;
import io.spillway.ledger.History;
import io.spillway.ledger.RowsRecord;
import io.spillway.outcome.RowsVerified;
import io.spillway.report.VerifyReport;
import io.spillway.rows.round.RowVerifier;
import io.spillway.store.Meter;
import io.spillway.store.StoreException;
import io.spillway.store.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A comparison of the files of an export of rows with the records that its ledger made when they
 * were read. It writes nothing and does not contact the source.
 */
public final class RowVerification {
  private static final String SUCCESS = "_SUCCESS";

  private final Optional<String> source;
  private final DestinationContext place;
  private final Optional<String> exportId;
  private final Environment environment;

  /**
   * Creates a verification.
   *
   * @param source the source that must have been exported, as ledgers name it; empty for any
   * @param exportId the id of the export; empty for the last that succeeded
   */
  public RowVerification(
      Optional<String> source,
      DestinationContext place,
      Optional<String> exportId,
      Environment environment) {
    this.source = source;
    this.place = place;
    this.exportId = exportId;
    this.environment = environment;
  }

  /**
   * Runs the comparison and returns its report.
   *
   * @throws SpillwayException if the export does not exist (bad input), or if not everything could
   *     be compared
   */
  public VerifyReport run(RowVerifier verifier, boolean readsContent) {
    Instant begun = environment.clock().instant();
    try {
      ExportRecord record = record();
      ExportId id = ExportId.any(record.exportId()).orElseThrow();
      Map<String, Long> sizes = sizes(id);
      List<FileList.Line> there = new ArrayList<>();
      RowsVerified found = compare(record, sizes, there);
      found = found.plus(verifier.verify(place.stores(), place.root(), id, there, readsContent));
      return new VerifyReport(
          record.what().source(),
          place.root().toString(),
          readsContent,
          Duration.between(begun, environment.clock().instant()),
          new VerifyReport.OfRows(
              id.text(), tables(record).size(), found.withDriver(Meter.current().traffic())));
    } catch (UncheckedIOException e) {
      throw unreadable(Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private SpillwayException unreadable(IOException e) {
    return new SpillwayException(
        StoreException.kind(e), "Cannot compare " + place.root() + ": " + e.getMessage(), e);
  }

  private static List<RowsRecord.OfTable> tables(ExportRecord record) {
    return record.rows() == null ? List.of() : record.rows().tables();
  }

  private ExportRecord record() throws IOException {
    List<History.Entry> exports =
        exportId.isPresent()
            ? History.read(place.stores(), place.ledger(), place.root(), exportId.get()).exports()
            : History.read(place.stores(), place.ledger(), place.root()).exports();
    List<ExportRecord> succeeded =
        exports.stream()
            .filter(entry -> entry.standing() == ExportStatus.SUCCEEDED)
            .map(History.Entry::record)
            .filter(one -> one.rows() != null)
            .toList();
    // Sources may share a root, so the last export of the given one counts.
    ExportRecord record =
        succeeded.stream()
            .filter(one -> one.what().source().equals(source.orElse(one.what().source())))
            .findFirst()
            .or(() -> succeeded.stream().findFirst())
            .orElseThrow(this::none);
    if (!record.what().source().equals(source.orElse(record.what().source()))) {
      throw new SpillwayException(
          BAD_INPUT,
          "Export "
              + record.exportId()
              + " at "
              + place.root()
              + " is of "
              + record.what().source()
              + ", and not of "
              + source.orElse("")
              + ": name that, or another export by --export-id=ID.");
    }
    return record;
  }

  private SpillwayException none() {
    return new SpillwayException(
        BAD_INPUT,
        "There is no export of rows that succeeded"
            + exportId.map(id -> " by the id '" + id + "'").orElse("")
            + " at "
            + place.root()
            + ": see spillway status "
            + place.root()
            + " for what is recorded.");
  }

  /** Returns the sizes of the files in the export's folder, by their names below the root. */
  private Map<String, Long> sizes(ExportId id) throws IOException {
    String folder = place.root().resolve(id.text()).path() + "/";
    int root = folder.length() - id.text().length() - 1;
    Map<String, Long> sizes = new HashMap<>();
    Iterator<StoredObject> listed = place.stores().open(place.root()).list(folder);
    while (listed.hasNext()) {
      StoredObject object = listed.next();
      sizes.put(object.key().substring(root), object.size());
    }
    return sizes;
  }

  /**
   * Compares names and sizes.
   *
   * @param there receives the files whose contents remain to be checked
   */
  private RowsVerified compare(
      ExportRecord record, Map<String, Long> sizes, List<FileList.Line> there) throws IOException {
    RowsVerified found = RowsVerified.NONE;
    try (FileList.Reader lines = FileList.read(place.stores(), place.ledger(), record.exportId())) {
      while (lines.hasNext()) {
        FileList.Line line = lines.next();
        Long size = sizes.remove(line.file());
        if (size == null) {
          found = found.plus(RowsVerified.differing(line.file(), "is missing"));
        } else if (size != line.bytes()) {
          found =
              found.plus(
                  RowsVerified.differing(
                      line.file(),
                      "has " + size + " bytes, and " + line.bytes() + " were written"));
        } else {
          there.add(line);
        }
      }
    }
    for (RowsRecord.OfTable table : tables(record)) {
      String success = record.exportId() + "/" + table.folder() + "/" + SUCCESS;
      if (sizes.remove(success) == null) {
        found = found.plus(RowsVerified.differing(success, "is missing"));
      }
    }
    for (String extra : sizes.keySet().stream().sorted().toList()) {
      found = found.plus(RowsVerified.differing(extra, "was not written by this export"));
    }
    return found;
  }
}
