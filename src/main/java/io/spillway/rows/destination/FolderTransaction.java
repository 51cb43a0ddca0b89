package io.spillway.rows.destination;

import io.spillway.base.Location;
import io.spillway.base.Messages;
import io.spillway.base.SpillwayException;
import io.spillway.destination.Leftovers;
import io.spillway.destination.Prefix;
import io.spillway.ledger.FileList;
import io.spillway.outcome.Failures;
import io.spillway.rows.RowLayout;
import io.spillway.rows.RowPlan;
import io.spillway.rows.RowPlan.PlannedTable;
import io.spillway.rows.Table;
import io.spillway.rows.TableSplit;
import io.spillway.spark.InFlight;
import io.spillway.spark.TaskRequests;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.NotDeleted;
import io.spillway.store.StoreException;
import io.spillway.store.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The writing of one export into a folder. */
final class FolderTransaction implements RowTransaction {
  static final String SUCCESS = "_SUCCESS";

  private static final Logger LOG = LoggerFactory.getLogger(FolderTransaction.class);

  private final RowExport export;
  private final Prefix prefix;
  private final FolderFiles files;
  private List<String> added = List.of();

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
    for (String name : plan.removed()) {
      if (!isShared() || FolderDestination.isHidden(name)) {
        all = all.and(Failures.of(name, "cannot be removed, for it is no file of an export here"));
      }
    }
    if (isShared() && all.isEmpty()) {
      added = added(plan);
    }
    return all;
  }

  private boolean isShared() {
    return export.layout().kind() == RowLayout.Kind.SHARED_FOLDER;
  }

  /** Returns the planned files that do not exist yet, which a failed export removes again. */
  private List<String> added(RowPlan plan) {
    Set<String> names = new LinkedHashSet<>();
    plan.tables().stream()
        .flatMap(table -> table.splits().stream())
        .map(files::nameOf)
        .forEach(names::add);
    try {
      Iterator<StoredObject> listed = prefix.store().list(prefix.key(""));
      while (listed.hasNext()) {
        names.remove(listed.next().key().substring(prefix.key("").length()));
      }
    } catch (IOException e) {
      throw new SpillwayException(
          StoreException.kind(e),
          "Cannot read what is at " + prefix.root() + ": " + e.getMessage(),
          e);
    }
    return List.copyOf(names);
  }

  private Optional<String> objection(TableSplit split) {
    String name = files.nameOf(split);
    return !isBesideOthers(export.layout()) && FolderDestination.isHidden(name)
        ? Optional.of(name + " begins with '_' or '.', and readers of a folder skip such files")
        : prefix.objection(name, Attributes.NONE);
  }

  @Override
  public Failures commit(RowCommit commit) throws IOException {
    return switch (export.layout().kind()) {
      case EXPORT_FOLDERS -> mark(commit.tables());
      case OWN_FOLDER -> Failures.NONE;
      case SHARED_FOLDER -> remove(commit);
    };
  }

  /** Removes the files that those of this export replace. */
  private Failures remove(RowCommit commit) throws IOException {
    Set<String> replaced = new LinkedHashSet<>(commit.removed());
    try (FileList.Reader written = commit.files().open()) {
      written.forEachRemaining(line -> replaced.remove(line.file()));
    }
    return delete(replaced);
  }

  private Failures delete(Collection<String> names) throws IOException {
    Failures failures = Failures.NONE;
    for (List<String> keys : batches(names)) {
      for (NotDeleted left : prefix.store().delete(keys)) {
        failures = failures.and(Failures.of(left.key(), left.reason()));
      }
    }
    return failures;
  }

  private List<List<String>> batches(Collection<String> names) {
    List<List<String>> batches = new ArrayList<>();
    List<String> keys = names.stream().map(prefix::key).toList();
    for (int from = 0; from < keys.size(); from += Prefix.BATCH) {
      batches.add(keys.subList(from, Math.min(keys.size(), from + Prefix.BATCH)));
    }
    return batches;
  }

  /**
   * Removes the files that a failed export has added to a shared folder, because no checkpoint
   * knows them. Files in a folder of this export stay: its marker says that they are incomplete.
   */
  @Override
  public void abort() {
    try {
      Failures left = delete(added);
      if (!left.isEmpty()) {
        LOG.warn("Files of the failed export stay: {}", left.kept().get(0));
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("Files of the failed export stay at {}: {}", prefix.root(), e.getMessage());
    }
  }

  /** Marks each table as complete with an empty object. */
  private Failures mark(List<Table> tables) throws IOException {
    Failures.Collector failures = new Failures.Collector(Failures.MAX_KEPT);
    TaskRequests flight = new TaskRequests(InFlight.of(export.maxConcurrency()));
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
