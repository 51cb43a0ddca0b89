package io.spillway.ledger;

import io.spillway.base.Location;
import io.spillway.outcome.Summary;
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
 * The record of one export: {@code <ledger>/exports/<exportId>/export.json}, and the marker at the
 * destination's root.
 *
 * <p>The record goes RUNNING, SIGNING, then the marker is made, then SUCCEEDED. The marker is the
 * commit point: it is created exclusively, after everything else, and what a reader waits for.
 */
public final class Ledger {
  private static final Attributes JSON = Attributes.ofType("application/json");
  private static final Attributes TEXT = Attributes.ofType("text/plain; charset=utf-8");

  private final Stores stores;
  private final Location ledger;
  private final ObjectStore ledgerStore;
  private final String recordKey;
  private final ObjectStore rootStore;
  private final Location root;
  private ExportRecord record;
  private @Nullable Marker success;

  private Ledger(Stores stores, Location ledger, Location root, ExportRecord record) {
    this.stores = stores;
    this.ledger = ledger;
    this.ledgerStore = stores.open(ledger);
    this.recordKey = RecordFile.file(ledger, record.exportId()).path();
    this.rootStore = stores.open(root);
    this.root = root;
    this.record = record;
  }

  /**
   * Begins the record of an export: the first write at the destination besides its lease.
   *
   * @param ledger where records are kept
   * @param root the destination's root
   * @param record {@link ExportRecord#first} or {@link ExportRecord#again}, and {@link
   *     ExportRecord#writing} where the rounds begin at once
   * @throws IOException when nothing can be written there, or a new export's id is taken
   */
  public static Ledger begin(Stores stores, Location ledger, Location root, ExportRecord record)
      throws IOException {
    Ledger begun = new Ledger(stores, ledger, root, record);
    if (record.run().attempt() > 1) {
      begun.save(record);
    } else if (!create(begun.ledgerStore, begun.recordKey, RecordFile.json(record), JSON)) {
      throw new StoreException(
          StoreException.Reason.REFUSED,
          "Another export has the id " + record.exportId() + ": " + begun.recordKey + " is there.");
    }
    return begun;
  }

  /** The record as it is now. */
  public ExportRecord record() {
    return record;
  }

  /** The same as its file has it. */
  public byte[] json() {
    return RecordFile.json(record);
  }

  /**
   * Says that from now on the destination may be another; called before the first round, and
   * nothing is written to the data before it returns.
   *
   * @throws IOException when that cannot be recorded; the rounds must not begin then
   */
  public void beginRounds() throws IOException {
    if (!record.wrote()) {
      ExportRecord writing = record.writing();
      save(writing);
      record = writing;
    }
  }

  /** An export of rows is that far; {@link #save()} or the end writes it down. */
  public void reached(RowsRecord rows) {
    record = record.of(rows);
  }

  /** Begins the list of files of an export of rows, which stands beside its record. */
  public FileList.Writer files() throws IOException {
    return FileList.write(stores, ledger, record.exportId());
  }

  /** Writes the record as it is. */
  public void save() throws IOException {
    save(record);
  }

  /**
   * Signs: after this call the marker is at the destination.
   *
   * @param endedAt to the millisecond; the marker's time
   * @param present how many objects the exported commit has, where that is known
   * @return the marker's whole location
   * @throws IOException when it could not be written, or nobody can tell
   */
  public Location sign(boolean success, Instant endedAt, Summary summary, OptionalLong present)
      throws IOException {
    Marker signed = new Marker(record.markerId(), endedAt, success);
    String name = signed.name(forbidsColons());
    ExportRecord.End end = ExportRecord.End.of(record.run(), endedAt, name);
    record = record.ended(success ? State.SIGNING : State.FAILED, end, summary, present);
    if (success) {
      save(record);
    }
    Location marker = root.resolve(name);
    byte[] text = MarkerText.of(record, end, summary).getBytes(StandardCharsets.UTF_8);
    if (!create(rootStore, marker.path(), text, TEXT)) {
      throw new StoreException(
          StoreException.Reason.REFUSED,
          "Cannot write the marker " + marker + ": there is one already.");
    }
    this.success = success ? signed : null;
    return marker;
  }

  /**
   * Deletes folders of exports and, after SUCCESS, markers that are beyond the retention. Called
   * when the marker is written, before {@link #close}, whose record then tells what is left; only
   * by who still holds the lease.
   *
   * @return what could not be deleted, a sentence each; the next export tries again
   */
  public List<String> prune(Retention retention) {
    Pruning pruning = new Pruning();
    record =
        record.keeping(
            pruning.exports(stores, ledger, record.exports(), retention.exports() - 1, late()));
    if (success != null) {
      Markers known = Markers.of(record.before().markers());
      pruning.markers(rootStore, root, known, success, retention.markers());
      pruning.traces(ledgerStore, ledger, record.before().traces());
    }
    return pruning.trouble();
  }

  /**
   * Records the end, after the marker. The export's result does not hang on it.
   *
   * @param held for how long this run has held the lease: so much later do the runs write whose
   *     leases were taken over
   * @param lasts the lease's time
   */
  public void close(State end, Duration held, Duration lasts) throws IOException {
    record = record.after(held, lasts).in(end);
    save(record);
  }

  /** As {@link #close(State, Duration, Duration)} at once. */
  public void close(State end) throws IOException {
    close(end, Duration.ZERO, Duration.ZERO);
  }

  /**
   * Leaves word that this run lost its lease after it began to write: its last writes may have come
   * after those of the export that took over. Writes nothing for a run that did not write, or one
   * of rows, which writes nowhere but in a folder of its own.
   *
   * @throws IOException when that cannot be recorded
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

  /** After a lost answer: every content names its export, so what is there and equal is ours. */
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
