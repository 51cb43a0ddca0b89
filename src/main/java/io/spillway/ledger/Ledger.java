package io.spillway.ledger;

import io.spillway.base.Location;
import io.spillway.outcome.Summary;
import io.spillway.request.Retention;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import io.spillway.store.Stores;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The writer of one export's record, {@code <ledger>/exports/<exportId>/export.json}, and of the
 * marker at the destination's root.
 *
 * <p>A successful record changes from RUNNING to SIGNING, then the marker is created, then the
 * record changes to SUCCEEDED. The marker is the commit point: it is created exclusively and after
 * everything else, and readers wait for it.
 */
public final class Ledger {
  private static final Attributes JSON = Attributes.ofType("application/json");
  private static final Attributes TEXT = Attributes.ofType("text/plain; charset=utf-8");

  private final Stores stores;
  private final Location ledger;
  private final ObjectStore ledgerStore;
  private final String recordKey;
  private final ObjectStore markerStore;
  private final Location root;
  private final Location markers;
  private ExportRecord record;
  private @Nullable Marker success;

  private Ledger(
      Stores stores, Location ledger, Location root, Location markers, ExportRecord record) {
    this.stores = stores;
    this.ledger = ledger;
    this.ledgerStore = stores.open(ledger);
    this.recordKey = RecordFile.file(ledger, record.exportId()).path();
    this.markerStore = stores.open(markers);
    this.root = root;
    this.markers = markers;
    this.record = record;
  }

  /** Begins the record of an export whose marker is at the root. */
  public static Ledger begin(Stores stores, Location ledger, Location root, ExportRecord record)
      throws IOException {
    return begin(stores, ledger, root, root, record);
  }

  /**
   * Begins the record of an export. This is the first write at the destination besides the lease.
   *
   * @param ledger the folder of the records
   * @param root the destination's root
   * @param markers the folder of the markers: the root, or a folder in it
   * @param record {@link ExportRecord#first} or {@link ExportRecord#again}, followed by {@link
   *     ExportRecord#writing} if the rounds begin at once
   * @throws IOException if the record cannot be written, or the id of a new export is taken
   */
  public static Ledger begin(
      Stores stores, Location ledger, Location root, Location markers, ExportRecord record)
      throws IOException {
    Ledger begun = new Ledger(stores, ledger, root, markers, record);
    if (record.run().attempt() > 1) {
      begun.save(record);
    } else if (!create(begun.ledgerStore, begun.recordKey, RecordFile.json(record), JSON)) {
      throw new StoreException(
          StoreException.Reason.REFUSED,
          "Another export has the id " + record.exportId() + ": " + begun.recordKey + " is there.");
    }
    return begun;
  }

  /** Returns the current record. */
  public ExportRecord record() {
    return record;
  }

  /** Returns the content of the record's file. */
  public byte[] json() {
    return RecordFile.json(record);
  }

  /**
   * Records that the destination may change from now on. Called before the first round; no data is
   * written before this method returns.
   *
   * @throws IOException if this cannot be recorded; the rounds must not begin then
   */
  public void beginRounds() throws IOException {
    if (!record.wrote()) {
      ExportRecord writing = record.writing();
      save(writing);
      record = writing;
    }
  }

  /** Updates the progress of an export of rows, which {@link #save()} or the end writes. */
  public void reached(RowsRecord rows) {
    record = record.of(rows);
  }

  /** Begins the list of files of an export of rows, which lies beside the record. */
  public FileList.Writer files() throws IOException {
    return FileList.write(stores, ledger, record.exportId());
  }

  /** Opens the completed list of files of an export of rows; the caller closes it. */
  public FileList.Reader writtenFiles() throws IOException {
    return FileList.read(stores, ledger, record.exportId());
  }

  /** Writes the current record. */
  public void save() throws IOException {
    save(record);
  }

  /**
   * Signs the export; after this call the marker is at the destination.
   *
   * @param endedAt the marker's time, with millisecond precision
   * @param present the number of objects in the exported commit, if known
   * @return the marker's whole location
   * @throws IOException if the marker could not be written, or its existence cannot be verified
   */
  public Location sign(boolean success, Instant endedAt, Summary summary, OptionalLong present)
      throws IOException {
    Marker signed = new Marker(record.markerId(), endedAt, success);
    boolean basic = forbidsColons();
    try {
      return sign(signed, signed.name(basic), summary, present);
    } catch (StoreException e) {
      // CIFS, exFAT: such a file system is known only by what it refuses.
      boolean mayForbidColons =
          markerStore.hasFolders()
              && !basic
              && markerStore.stat(markers.resolve(signed.name(false)).path()).isEmpty();
      if (!mayForbidColons) {
        throw e;
      }
      try {
        return sign(signed, signed.name(true), summary, present);
      } catch (StoreException again) {
        e.addSuppressed(again);
        throw e;
      }
    }
  }

  private Location sign(Marker signed, String ownName, Summary summary, OptionalLong present)
      throws IOException {
    boolean success = signed.success();
    Instant endedAt = signed.time();
    Location marker = markers.resolve(ownName);
    String name = marker.path().substring(root.resolve("").path().length());
    ExportRecord.End end = ExportRecord.End.of(record.run(), endedAt, name);
    record = record.ended(success ? State.SIGNING : State.FAILED, end, summary, present);
    if (success) {
      save(record);
    }
    byte[] text = MarkerText.of(record, end, summary).getBytes(StandardCharsets.UTF_8);
    if (!create(markerStore, marker.path(), text, TEXT)) {
      throw new StoreException(
          StoreException.Reason.REFUSED,
          "Cannot write the marker " + marker + ": there is one already.");
    }
    this.success = success ? signed : null;
    return marker;
  }

  /**
   * Deletes folders of exports and, after SUCCESS, markers beyond the retention. Called between the
   * writing of the marker and {@link #close}, whose record then lists the remaining ones. Only the
   * holder of the lease may call it.
   *
   * @return the objects that could not be deleted, one sentence each; the next export tries again
   */
  public List<String> prune(Retention retention) {
    Pruning pruning = new Pruning();
    record =
        record.keeping(
            pruning.exports(stores, ledger, record.exports(), retention.exports() - 1, late()));
    if (success != null) {
      Markers known = Markers.of(record.before().markers());
      pruning.markers(markerStore, markers, known, success, retention.markers());
      pruning.traces(ledgerStore, ledger, record.before().traces());
    }
    return pruning.trouble();
  }

  /**
   * Records the end, after the marker. A failure does not affect the export's result.
   *
   * @param held the time for which this run has held the lease, which shortens the remaining time
   *     of late writers
   * @param lasts the lease's time
   */
  public void close(State end, Duration held, Duration lasts) throws IOException {
    record = record.after(held, lasts).in(end);
    save(record);
  }

  /** Records the end as {@link #close(State, Duration, Duration)} does, without any time held. */
  public void close(State end) throws IOException {
    close(end, Duration.ZERO, Duration.ZERO);
  }

  /**
   * Records that this run lost its lease after it began to write, because its last writes may have
   * come after those of the export that took over. Writes nothing for a run that did not write, or
   * for a run of rows, which writes only in its own folder.
   *
   * @throws IOException if this cannot be recorded
   */
  public void leaveTrace() throws IOException {
    if (record.wrote() && record.what().commitId() != null) {
      LeaseTrace.write(stores.unguarded().open(ledger), ledger, record);
    }
  }

  private Set<String> late() {
    return record.before().late().stream().map(LateWriter::exportId).collect(Collectors.toSet());
  }

  private void save(ExportRecord changed) throws IOException {
    byte[] content = RecordFile.json(changed);
    try {
      ledgerStore.write(recordKey, Body.of(content), JSON);
    } catch (StoreException e) {
      readBack(ledgerStore, recordKey, content, e);
    }
  }

  private static boolean create(
      ObjectStore store, String key, byte[] content, Attributes attributes) throws IOException {
    try {
      return store.create(key, content, attributes);
    } catch (StoreException e) {
      readBack(store, key, content, e);
      return true;
    }
  }

  /**
   * Verifies a write after a lost answer. Every content names its export, so equal content at the
   * key is this export's.
   */
  static void readBack(ObjectStore store, String key, byte[] content, StoreException failure)
      throws IOException {
    if (failure.reason() != StoreException.Reason.UNKNOWN) {
      throw failure;
    }
    try (OpenObject there = store.open(key, 0)) {
      if (!BoundedRead.holds(there, content)) {
        throw failure;
      }
    } catch (IOException e) {
      throw failure;
    }
  }

  private boolean forbidsColons() {
    return root.isHdfs() || (root.scheme().equals("file") && File.separatorChar == '\\');
  }
}
