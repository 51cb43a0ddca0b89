package io.spillway.rows.destination;

import io.spillway.base.GivenLocation;
import io.spillway.base.Location;
import io.spillway.destination.DestinationContext;
import io.spillway.destination.Prefix;
import io.spillway.ledger.ExportId;
import io.spillway.ledger.ExportRecord;
import io.spillway.ledger.ExportStatus;
import io.spillway.ledger.FileList;
import io.spillway.ledger.History;
import io.spillway.ledger.LedgerSnapshot;
import io.spillway.ledger.RowsRecord;
import io.spillway.outcome.RowsVerified;
import io.spillway.rows.RowLayout;
import io.spillway.store.Stores;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A prefix of an object store, or a directory, that receives rows as files. The {@link RowLayout}
 * of the source decides on the folders.
 *
 * @param root the location that the user named
 * @param ledger the location of the records, if the user chose one
 * @param stores opens both
 */
public record FolderDestination(Location root, Optional<Location> ledger, Stores stores)
    implements RowDestination {

  /**
   * Returns the destination of a request.
   *
   * @throws io.spillway.base.SpillwayException (bad input) if it is no location
   */
  static RowDestination open(DestinationRequest request) {
    return new FolderDestination(
        GivenLocation.parse(request.uri()).asRoot(), request.ledger(), request.stores());
  }

  @Override
  public DestinationContext context(RowLayout layout, ExportId id) {
    Location base = base(layout);
    return switch (layout.kind()) {
      case EXPORT_FOLDERS -> DestinationContext.ofRows(base, ledger, stores);
      case SHARED_FOLDER -> DestinationContext.ofRows(base, ledger, stores).withMarkersAside();
      case OWN_FOLDER -> own(base, id.text());
    };
  }

  private Location base(RowLayout layout) {
    return layout.above().isEmpty() ? root : root.resolve(layout.above());
  }

  private DestinationContext own(Location base, String exportId) {
    return DestinationContext.ofRows(
            base.resolve(exportId), ledger.map(given -> given.resolve(exportId)), stores)
        .withMarkersAside();
  }

  @Override
  public List<DestinationContext> records(Optional<String> exportId) {
    List<DestinationContext> places = new ArrayList<>();
    places.add(DestinationContext.ofRows(root, ledger, stores));
    exportId.filter(id -> ExportId.any(id).isPresent()).ifPresent(id -> places.add(own(root, id)));
    return places;
  }

  /**
   * Returns the last checkpoint. If each export has its own records, those of its siblings are
   * read, with a few requests for each.
   */
  @Override
  public Optional<String> checkpoint(RowExport export, LedgerSnapshot records) throws IOException {
    if (export.layout().kind() != RowLayout.Kind.OWN_FOLDER) {
      return RowDestination.super.checkpoint(export, records);
    }
    Location base = base(export.layout());
    List<ExportRecord> earlier = new ArrayList<>();
    for (String id : export.context().stores().open(base).folders(base.resolve("").path())) {
      if (ExportId.any(id).isPresent() && !id.equals(export.id().text())) {
        DestinationContext place = own(base, id);
        History.read(place.stores(), place.ledger(), place.root(), id).exports().stream()
            .filter(entry -> entry.standing() == ExportStatus.SUCCEEDED)
            .map(History.Entry::record)
            .filter(record -> record.what().source().equals(export.source()))
            .forEach(earlier::add);
      }
    }
    return earlier.stream()
        .max(Comparator.comparing(record -> Instant.parse(record.run().startedAt())))
        .map(ExportRecord::rows)
        .map(RowsRecord::increment)
        .map(RowsRecord.Increment::after);
  }

  @Override
  public RowTransaction begin(RowExport export) {
    return FolderTransaction.begin(export);
  }

  @Override
  public RowsVerified compare(
      DestinationContext context, ExportRecord record, Consumer<FileList.Line> there)
      throws IOException {
    return new FolderComparison(context, record).run(there);
  }

  @Override
  public FileLocations locations(DestinationContext context) {
    return context.root()::resolve;
  }

  /** Returns whether readers of a folder skip a file, because of its name or that of a folder. */
  static boolean isHidden(String name) {
    return name.startsWith("_")
        || name.startsWith(".")
        || name.contains("/_")
        || name.contains("/.");
  }

  /** Returns whether a name is in the folder of an export's records. */
  static boolean isRecord(String name) {
    return name.startsWith(Prefix.OWN_FOLDER + "/");
  }
}
