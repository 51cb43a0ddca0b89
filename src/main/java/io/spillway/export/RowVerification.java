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
import io.spillway.rows.destination.RowDestination;
import io.spillway.rows.round.RowVerifier;
import io.spillway.store.Meter;
import io.spillway.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A comparison of an export of rows at its destination with the records that its ledger made when
 * they were read. It writes nothing and does not contact the source.
 */
public final class RowVerification {
  private final Optional<String> source;
  private final RowDestination destination;
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
      RowDestination destination,
      Optional<String> exportId,
      Environment environment) {
    this.source = source;
    this.destination = destination;
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
    DestinationContext place = destination.records(Optional.empty()).get(0);
    try {
      Recorded recorded = recorded();
      place = recorded.place();
      ExportRecord record = recorded.record();
      ExportId id = ExportId.any(record.exportId()).orElseThrow();
      List<FileList.Line> there = new ArrayList<>();
      RowsVerified found = destination.compare(place, record, there::add);
      found =
          found.plus(
              verifier.verify(
                  place.stores(),
                  destination.locations(place),
                  place.name(),
                  id,
                  there,
                  readsContent));
      return new VerifyReport(
          record.what().source(),
          place.name(),
          readsContent,
          Duration.between(begun, environment.clock().instant()),
          new VerifyReport.OfRows(
              id.text(), tables(record).size(), found.withDriver(Meter.current().traffic())));
    } catch (UncheckedIOException e) {
      throw unreadable(place, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw unreadable(place, e);
    }
  }

  private static SpillwayException unreadable(DestinationContext place, IOException e) {
    return new SpillwayException(
        StoreException.kind(e), "Cannot compare " + place.name() + ": " + e.getMessage(), e);
  }

  private static List<RowsRecord.OfTable> tables(ExportRecord record) {
    return record.rows() == null ? List.of() : record.rows().tables();
  }

  /** An export and the place of its record. */
  private record Recorded(DestinationContext place, ExportRecord record) {}

  private Recorded recorded() throws IOException {
    List<DestinationContext> places = destination.records(exportId);
    for (DestinationContext place : places) {
      Optional<ExportRecord> record = succeeded(place);
      if (record.isPresent()) {
        requireSource(place, record.get());
        return new Recorded(place, record.get());
      }
    }
    throw none(places.get(0));
  }

  private Optional<ExportRecord> succeeded(DestinationContext place) throws IOException {
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
    return succeeded.stream()
        .filter(one -> one.what().source().equals(source.orElse(one.what().source())))
        .findFirst()
        .or(() -> succeeded.stream().findFirst());
  }

  private void requireSource(DestinationContext place, ExportRecord record) {
    if (!record.what().source().equals(source.orElse(record.what().source()))) {
      throw new SpillwayException(
          BAD_INPUT,
          "Export "
              + record.exportId()
              + " at "
              + place.name()
              + " is of "
              + record.what().source()
              + ", and not of "
              + source.orElse("")
              + ": name that, or another export by --export-id=ID.");
    }
  }

  private SpillwayException none(DestinationContext place) {
    return new SpillwayException(
        BAD_INPUT,
        "There is no export of rows that succeeded"
            + exportId.map(id -> " by the id '" + id + "'").orElse("")
            + " at "
            + place.name()
            + ": see spillway status "
            + place.name()
            + " for what is recorded.");
  }
}
