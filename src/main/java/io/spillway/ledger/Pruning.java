package io.spillway.ledger;

import io.spillway.base.Location;
import io.spillway.store.NotDeleted;
import io.spillway.store.ObjectStore;
import io.spillway.store.StoredObject;
import io.spillway.store.Stores;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The deletion of remains of old exports: their folders in the ledger, and markers at the root.
 *
 * <p>The first object that cannot be deleted ends a deletion; the next export deletes the rest.
 */
final class Pruning {

  private final List<String> trouble = new ArrayList<>();

  private interface Work {
    void run() throws IOException;
  }

  /** Returns the errors, one sentence each. */
  List<String> trouble() {
    return List.copyOf(trouble);
  }

  /**
   * Deletes all folders of exports but the newest.
   *
   * @param ids newest first
   * @param keep the number of folders to keep
   * @param late further folders to keep, because their workers may still write there
   * @return the ids whose folders still exist, newest first; folders whose names are not export ids
   *     are not included, and never touched
   */
  List<String> exports(
      Stores stores, Location ledger, Collection<String> ids, int keep, Set<String> late) {
    List<String> safe = ids.stream().filter(ExportId::isOne).toList();
    List<String> left = new ArrayList<>(safe);
    attempt(
        "old exports in " + ledger,
        () -> {
          // Opened below the ledger, so that folders of a file system are removed when they become
          // empty.
          ObjectStore store = stores.within(ledger, "tmp").open(ledger);
          for (String id : safe.subList(Math.min(keep, safe.size()), safe.size())) {
            if (!late.contains(id)) {
              deleteFolder(store, RecordFile.folder(ledger, id));
              left.remove(id);
            }
          }
        });
    return List.copyOf(left);
  }

  /**
   * Deletes SUCCESS markers beyond the newest, and FAILURE markers older than the oldest remaining
   * one.
   *
   * @param known the markers that may be deleted. A marker that appeared during the export is
   *     another exporter's, and the next export must see it
   * @param own the marker of this export, which is kept
   * @param keep the number of SUCCESS markers to keep, including that one
   */
  void markers(ObjectStore store, Location root, Markers known, Marker own, int keep) {
    List<Markers.Found> successes = known.successes();
    int gone = Math.max(0, successes.size() - (keep - 1));
    Instant oldest =
        Stream.concat(Stream.of(own), successes.stream().skip(gone).map(Markers.Found::marker))
            .map(Marker::time)
            .min(Instant::compareTo)
            .orElseThrow();
    Stream<Markers.Found> failures =
        known.found().stream()
            .filter(one -> !one.marker().success() && one.marker().time().isBefore(oldest));
    List<String> keys =
        Stream.concat(successes.stream().limit(gone), failures)
            .map(one -> root.resolve(one.name()).path())
            .toList();
    attempt("old markers at " + root, () -> delete(store, keys));
  }

  /**
   * Deletes traces of lost leases that this export has settled.
   *
   * @param names the names of the traces that existed when it began
   */
  void traces(ObjectStore store, Location ledger, Collection<String> names) {
    if (names.isEmpty()) {
      return;
    }
    List<String> keys = names.stream().map(name -> LeaseTrace.file(ledger, name).path()).toList();
    attempt(
        "settled traces of lost leases in " + ledger,
        () -> {
          delete(store, keys);
          if (store.hasFolders()) {
            store.delete(RecordFile.folder(ledger, LeaseTrace.FOLDER).path());
          }
        });
  }

  private void attempt(String what, Work work) {
    try {
      work.run();
    } catch (IOException | RuntimeException e) { // the result of the export does not depend on this
      trouble.add("Cannot delete " + what + " yet: " + e.getMessage());
    }
  }

  /**
   * Deletes a folder except for files with temporary names. They show what a killed export did not
   * finish, and are deleted when that is aborted.
   */
  private static void deleteFolder(ObjectStore store, Location folder) throws IOException {
    String temporary = folder.resolve("tmp/").path();
    List<String> keys = new ArrayList<>();
    Iterator<StoredObject> listed = store.list(folder.resolve("").path());
    while (listed.hasNext()) {
      String key = listed.next().key();
      if (!key.startsWith(temporary)) {
        keys.add(key);
      }
      if (keys.size() == ObjectStore.DELETED_AT_ONCE) {
        delete(store, keys);
        keys.clear();
      }
    }
    delete(store, keys);
    if (store.hasFolders()) {
      store.delete(folder.path());
    }
  }

  private static void delete(ObjectStore store, Collection<String> keys) throws IOException {
    List<NotDeleted> left = store.delete(keys);
    if (!left.isEmpty()) {
      throw new IOException(left.get(0).reason());
    }
  }
}
