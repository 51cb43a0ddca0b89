package io.spillway.rows.destination;

import io.spillway.base.Location;
import io.spillway.base.Messages;
import io.spillway.base.SpillwayException;
import io.spillway.destination.Leftovers;
import io.spillway.destination.Prefix;
import io.spillway.outcome.Failures;
import io.spillway.rows.RowLayout;
import io.spillway.rows.RowPlan;
import io.spillway.rows.RowPlan.PlannedTable;
import io.spillway.rows.Table;
import io.spillway.rows.TableSplit;
import io.spillway.spark.Flight;
import io.spillway.spark.InFlight;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.StoreException;
import io.spillway.store.StoredObject;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The writing of one export into a folder. */
final class FolderTransaction implements RowTransaction {
  static final String SUCCESS = "_SUCCESS";

  private final RowExport export;
  private final Prefix prefix;
  private final FolderFiles files;

  private FolderTransaction(RowExport export, Prefix prefix) {
    this.export = export;
    this.prefix = prefix;
    String folder = isBesideOthers(export.layout()) ? export.id() + "/" : "";
    this.files = new FolderFiles(prefix, folder, export.layout(), export.compression());
  }

  static FolderTransaction begin(RowExport export) {
    Prefix prefix =
        Prefix.ofRows(
            export.context().root(),
            export.context().forbidden(),
            export.context().stores(),
            export.id());
    FolderTransaction begun = new FolderTransaction(export, prefix);
    if (export.layout().kind() != RowLayout.Kind.SHARED_FOLDER) {
      begun.requireEmpty();
    }
    return begun;
  }

  private static boolean isBesideOthers(RowLayout layout) {
    return layout.kind() == RowLayout.Kind.EXPORT_FOLDERS;
  }

  /**
   * Rejects a folder that is not empty, because readers would read its rows together with those of
   * this export.
   */
  private void requireEmpty() {
    boolean isOwn = !isBesideOthers(export.layout());
    Location folder = isOwn ? prefix.root() : prefix.root().resolve(export.id().text());
    String start = folder.resolve("").path();
    boolean isEmpty = true;
    try {
      Iterator<StoredObject> listed = prefix.store().list(start);
      while (isEmpty && listed.hasNext()) {
        String name = listed.next().key().substring(start.length());
        isEmpty = isOwn && FolderDestination.isRecord(name);
      }
    } catch (IOException e) {
      throw new SpillwayException(
          StoreException.kind(e), "Cannot read what is at " + folder + ": " + e.getMessage(), e);
    }
    if (!isEmpty) {
      throw new SpillwayException(
          SpillwayException.Kind.REFUSED,
          "Cannot export into "
              + folder
              + ": it is not empty. Choose another --export-id, or delete what is there.");
    }
  }

  @Override
  public RowFiles files() {
    return files;
  }

  @Override
  public Leftovers leftovers() {
    return prefix;
  }

  @Override
  public Optional<String> layout() {
    return isBesideOthers(export.layout())
        ? Optional.empty()
        : Optional.of(export.layout().kind().name());
  }

  @Override
  public String placeOf(Table table) {
    return isBesideOthers(export.layout()) ? table.folder() : "";
  }

  @Override
  public Failures prepare(RowPlan plan) {
    Failures all = Failures.NONE;
    for (PlannedTable table : plan.tables()) {
      Optional<String> objection =
          table.splits().stream()
              .limit(isBesideOthers(export.layout()) ? 1 : table.splits().size())
              .flatMap(split -> objection(split).stream())
              .findFirst();
      if (objection.isPresent()) {
        all = all.and(Failures.of(table.table().name(), "its file " + objection.get()));
      }
    }
    return all;
  }

  private Optional<String> objection(TableSplit split) {
    String name = files.nameOf(split);
    return !isBesideOthers(export.layout()) && FolderDestination.isHidden(name)
        ? Optional.of(name + " begins with '_' or '.', and readers of a folder skip such files")
        : prefix.objection(name, Attributes.NONE);
  }

  @Override
  public Failures commit(RowCommit commit) throws IOException {
    return isBesideOthers(export.layout()) ? mark(commit.tables()) : Failures.NONE;
  }

  /** Marks each table as complete with an empty object. */
  private Failures mark(List<Table> tables) throws IOException {
    Failures.Collector failures = new Failures.Collector(Failures.MAX_KEPT);
    Flight flight = new Flight(InFlight.of(export.maxConcurrency()));
    try {
      for (Table table : tables) {
        String name = files.folder() + table.folder() + "/" + SUCCESS;
        flight.submit(() -> mark(name, failures));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      flight.awaitAll();
    }
    return failures.failures();
  }

  private void mark(String name, Failures.Collector failures) {
    try {
      prefix.store().write(prefix.key(name), Body.of(new byte[0]), Attributes.NONE);
    } catch (IOException | RuntimeException e) {
      synchronized (failures) {
        failures.add(name, Messages.of(e));
      }
    }
  }

  @Override
  public void close() {
    prefix.stores().release();
  }
}
