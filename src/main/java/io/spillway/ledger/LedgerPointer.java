package io.spillway.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.base.Location;
import io.spillway.ledger.lease.LeaseJson;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.Stores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A root's reference to its ledger: {@code <root>/_spillway/ledger.json}. Two ledgers of one root
 * would not know each other's exports, and would have separate leases.
 *
 * <p>The location in the pointer is only compared with the given ledger and never opened, because
 * others may write to the destination.
 */
public final class LedgerPointer {
  /** The name of Spillway's own folder below a root. */
  public static final String OWN_FOLDER = "_spillway";

  private static final int FORMAT_VERSION = 1;

  private final Stores stores;
  private final Location root;
  private final Location ledger;
  private final Optional<String> named;
  private final @Nullable UnusableLedgerException unusable;

  private LedgerPointer(
      Stores stores,
      Location root,
      Location ledger,
      Optional<String> named,
      @Nullable UnusableLedgerException unusable) {
    this.stores = stores;
    this.root = root;
    this.ledger = ledger;
    this.named = named;
    this.unusable = unusable;
  }

  /**
   * Reads the pointer, with one request.
   *
   * @param ledger the ledger to use
   * @throws IOException if the store fails
   */
  public static LedgerPointer read(Stores stores, Location root, Location ledger)
      throws IOException {
    Location file = file(root);
    Optional<byte[]> content;
    try (OpenObject open = stores.open(root).open(file.path(), 0)) {
      content = Optional.of(BoundedRead.all(open, BoundedRead.SMALL_BYTES));
    } catch (BoundedRead.TooLargeException e) {
      content = Optional.of(new byte[0]);
    } catch (StoreException e) {
      if (e.reason() != Reason.NOT_FOUND && e.reason() != Reason.NO_CONTAINER) {
        throw e;
      }
      content = Optional.empty();
    }
    if (content.isEmpty()) {
      return new LedgerPointer(stores, root, ledger, Optional.empty(), null);
    }
    Optional<JsonNode> json = LeaseJson.parse(content.get());
    int version = json.map(node -> node.path("formatVersion").asInt()).orElse(0);
    if (version > FORMAT_VERSION) {
      return new LedgerPointer(
          stores,
          root,
          ledger,
          Optional.empty(),
          UnusableLedgerException.ofVersion(file, version, FORMAT_VERSION));
    }
    Optional<String> named = json.flatMap(node -> LeaseJson.text(node, "ledger"));
    return new LedgerPointer(stores, root, ledger, named, objection(root, ledger, named));
  }

  private static @Nullable UnusableLedgerException objection(
      Location root, Location ledger, Optional<String> named) {
    if (named.isEmpty()) {
      return UnusableLedgerException.damagedPointer(file(root));
    }
    return RecordFile.isSame(named.get(), ledger)
        ? null
        : UnusableLedgerException.ofAnotherLedger(
            root, named.get(), ledger, RecordFile.isSame(named.get(), usual(root)));
  }

  /** Returns why the given ledger is not this root's according to the pointer, or empty. */
  public Optional<UnusableLedgerException> objection() {
    return Optional.ofNullable(unusable);
  }

  /**
   * Returns why the ledger cannot be this root's, or empty; also checks a root without a pointer.
   * Such a root adopts a ledger at an unusual location only if nothing indicates that it has a
   * ledger already.
   *
   * @param given the given ledger
   * @throws IOException if the root cannot be read
   */
  public Optional<UnusableLedgerException> objection(LedgerSnapshot given) throws IOException {
    if (unusable != null
        || named.isPresent()
        || RecordFile.isSame(ledger.toString(), usual(root))) {
      return objection();
    }
    if (hasUsualLedger()) {
      return Optional.of(
          UnusableLedgerException.ofAnotherLedger(root, usual(root).toString(), ledger, true));
    }
    return given.isEmpty() && hasOwnMarker()
        ? Optional.of(UnusableLedgerException.ofUnknownLedger(root, ledger))
        : Optional.empty();
  }

  private boolean hasUsualLedger() throws IOException {
    ObjectStore store = stores.open(root);
    for (String id : store.folders(RecordFile.folder(usual(root), "").path())) {
      if (ExportId.isOne(id) && store.stat(RecordFile.file(usual(root), id).path()).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns whether Spillway wrote the newest marker, so that a record of its export exists
   * somewhere.
   */
  private boolean hasOwnMarker() throws IOException {
    List<Markers.Found> found = Markers.at(stores, root).found();
    if (found.isEmpty()) {
      return false;
    }
    Location marker = root.resolve(found.get(found.size() - 1).name());
    try (OpenObject open = stores.open(root).open(marker.path(), 0)) {
      byte[] start = open.stream().readNBytes(BoundedRead.SMALL_BYTES);
      Iterator<String> lines = new String(start, StandardCharsets.UTF_8).lines().iterator();
      while (lines.hasNext()) {
        if (lines.next().startsWith("export: ")) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * Writes the pointer before anything else is written. Costs one request per root.
   *
   * @param writing opens the root for the holder of the lease
   * @param force whether to replace an existing pointer
   * @throws UnusableLedgerException if another export has written a different pointer in the
   *     meantime
   * @throws IOException if the pointer cannot be written
   */
  public void write(Stores writing, boolean force) throws IOException {
    if (unusable == null && named.isPresent()) {
      return;
    }
    ObjectStore store = writing.open(root);
    String key = file(root).path();
    byte[] content = content();
    Attributes attributes = Attributes.ofType("application/json");
    if (unusable != null && force) {
      store.write(key, Body.of(content), attributes);
    } else if (!create(store, key, content, attributes)) {
      Optional<UnusableLedgerException> taken = read(stores, root, ledger).objection();
      if (taken.isPresent()) {
        throw taken.get();
      }
    }
  }

  /**
   * Creates an object, and returns whether it did not exist. A store without conditional writes
   * cannot decide between two writers; the lease has warned of this.
   */
  private static boolean create(
      ObjectStore store, String key, byte[] content, Attributes attributes) throws IOException {
    try {
      return store.create(key, content, attributes);
    } catch (StoreException e) {
      boolean unconditional = e.reason() == Reason.REFUSED || e.reason() == Reason.UNFIT;
      if (!unconditional) {
        Ledger.readBack(store, key, content, e);
      } else if (store.stat(key).isPresent()) {
        return false;
      } else {
        store.write(key, Body.of(content), attributes);
      }
      return true;
    }
  }

  private byte[] content() {
    ObjectNode json = LeaseJson.object();
    json.put("formatVersion", FORMAT_VERSION);
    json.put("ledger", ledger.toString());
    return LeaseJson.bytes(json);
  }

  private static Location file(Location root) {
    return usual(root).resolve("ledger.json");
  }

  private static Location usual(Location root) {
    return root.resolve(OWN_FOLDER);
  }
}
