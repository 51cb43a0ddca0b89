package io.spillway.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.Location;
import io.spillway.plan.Summary;
import io.spillway.source.Snapshot;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import io.spillway.store.Stores;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

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
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final ObjectStore ledgerStore;
  private final String recordKey;
  private final ObjectStore rootStore;
  private final Location root;
  private ExportRecord record;

  private Ledger(Stores stores, Location ledger, Location root, ExportRecord record) {
    Location place = ledger.resolve("exports/" + record.exportId() + "/export.json");
    this.ledgerStore = stores.open(place);
    this.recordKey = place.path();
    this.rootStore = stores.open(root);
    this.root = root;
    this.record = record;
  }

  /**
   * Begins the record of an export: the first write at the destination.
   *
   * @param ledger where records are kept
   * @param root the destination's root
   * @throws IOException when nothing can be written there
   */
  public static Ledger begin(
      Stores stores, Location ledger, Location root, ExportId id, Snapshot snapshot, String version)
      throws IOException {
    ExportRecord record =
        ExportRecord.running(id, snapshot.source(), snapshot.id(), root.toString(), version);
    Ledger begun = new Ledger(stores, ledger, root, record);
    if (!create(begun.ledgerStore, begun.recordKey, json(record), JSON)) {
      throw new StoreException(
          StoreException.Reason.REFUSED,
          "Another export has the id " + id + ": " + begun.recordKey + " is there.");
    }
    return begun;
  }

  /**
   * Signs: after this call the marker is at the destination.
   *
   * @param endedAt to the millisecond; the marker's time
   * @return the marker's whole location
   * @throws IOException when it could not be written, or nobody can tell
   */
  public Location sign(boolean success, Instant endedAt, Summary summary) throws IOException {
    String name = new Marker(record.commitId(), endedAt, success).name(forbidsColons());
    State state = success ? State.SIGNING : State.FAILED;
    record = record.ended(state, endedAt, name, summary);
    if (success) {
      save(record);
    }
    Location marker = root.resolve(name);
    byte[] text = MarkerText.of(record, summary).getBytes(StandardCharsets.UTF_8);
    if (!create(rootStore, marker.path(), text, TEXT)) {
      throw new StoreException(
          StoreException.Reason.REFUSED,
          "Cannot write the marker " + marker + ": there is one already.");
    }
    return marker;
  }

  /** Records the end, after the marker. The export's result does not hang on it. */
  public void close(State end) throws IOException {
    record = record.in(end);
    save(record);
  }

  private void save(ExportRecord changed) throws IOException {
    byte[] content = json(changed);
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
  private static void readBack(
      ObjectStore store, String key, byte[] content, StoreException failure) throws IOException {
    if (failure.reason() != StoreException.Reason.UNKNOWN) {
      throw failure;
    }
    try (OpenObject there = store.open(key, 0)) {
      if (!Arrays.equals(there.stream().readAllBytes(), content)) {
        throw failure;
      }
    } catch (IOException e) {
      throw failure;
    }
  }

  private boolean forbidsColons() {
    return root.scheme().equals("hdfs")
        || (root.scheme().equals("file") && File.separatorChar == '\\');
  }

  private static byte[] json(ExportRecord record) {
    try {
      return MAPPER.writeValueAsBytes(record);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
