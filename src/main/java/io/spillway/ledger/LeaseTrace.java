package io.spillway.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.base.Location;
import io.spillway.ledger.lease.LeaseJson;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.ObjectStore;
import io.spillway.store.StoreException;
import io.spillway.store.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A trace that a run leaves when it finds that it has lost its lease: {@code
 * <ledger>/exports/_lost/<export id>-<lease>.json}. Its last writes may have come after those of
 * the export that took over, so its commit is an attempt until an export that knows the trace
 * succeeds.
 *
 * <p>It is written without the lease. No other file of the ledger has its name, so it overwrites
 * nothing. The folder of the export may no longer exist by then.
 *
 * @param name the name of the file
 * @param commitId the exported commit
 */
record LeaseTrace(String name, String commitId) {
  /** The folder of traces, beside those of exports. No export's id begins with an underscore. */
  static final String FOLDER = "_lost";

  private static final int FORMAT_VERSION = 1;

  /** Writes the trace of a run. */
  static void write(ObjectStore store, Location ledger, ExportRecord record) throws IOException {
    ObjectNode json = LeaseJson.object();
    json.put("formatVersion", FORMAT_VERSION);
    json.put("exportId", record.exportId());
    json.put("lease", record.run().lease());
    json.put("source", record.what().source());
    json.put("destination", record.what().destination());
    json.put("commitId", record.what().commit());
    String name =
        String.format(Locale.ROOT, "%s-%08d.json", record.exportId(), record.run().lease());
    byte[] content = LeaseJson.bytes(json);
    Location file = file(ledger, name);
    try {
      store.write(file.path(), Body.of(content), Attributes.ofType("application/json"));
    } catch (StoreException e) {
      Ledger.readBack(store, file.path(), content, e);
    }
  }

  /**
   * Reads all existing traces, in the order of their names.
   *
   * @param known the names of traces that need not be read
   * @throws UnusableLedgerException if a trace is damaged or of another version
   */
  static List<LeaseTrace> read(ObjectStore store, Location ledger, List<String> known)
      throws IOException {
    String folder = file(ledger, "").path();
    List<LeaseTrace> traces = new ArrayList<>();
    try {
      for (Iterator<StoredObject> listed = store.list(folder); listed.hasNext(); ) {
        String name = listed.next().key().substring(folder.length());
        if (known.contains(name)) {
          traces.add(new LeaseTrace(name, ""));
        } else {
          read(store, file(ledger, name), name).ifPresent(traces::add);
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return traces;
  }

  private static Optional<LeaseTrace> read(ObjectStore store, Location file, String name)
      throws IOException {
    Optional<byte[]> content = BoundedRead.file(store, file, BoundedRead.SMALL_BYTES);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    JsonNode json = LeaseJson.parse(content.get()).orElseThrow(() -> damaged(file));
    int version = json.path("formatVersion").asInt();
    if (version > FORMAT_VERSION) {
      throw UnusableLedgerException.ofVersion(file, version, FORMAT_VERSION);
    }
    String commit = LeaseJson.text(json, "commitId").orElseThrow(() -> damaged(file));
    return Optional.of(new LeaseTrace(name, commit));
  }

  private static UnusableLedgerException damaged(Location file) {
    return UnusableLedgerException.unreadable(
        file, "it is damaged, it is not the trace of a lost lease", null);
  }

  static Location file(Location ledger, String name) {
    return RecordFile.folder(ledger, FOLDER).resolve(name);
  }
}
