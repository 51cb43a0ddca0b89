package io.spillway.destination;

import static io.spillway.base.SpillwayException.Kind.BAD_INPUT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import io.spillway.ledger.lease.LeaseJson;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.RetryPolicy;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.StoredObject;
import io.spillway.store.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;

/**
 * The answer to whether a destination's store hides keys below a key: it holds {@code p} and {@code
 * p/q}, answers requests for both, and lists only {@code p}. Readers that list would not see {@code
 * p/q}. The answer is found once per destination by a probe, and kept in the ledger.
 */
final class KeyVisibility {
  private static final String FILE = "listing.json";
  private static final String FIELD = "hidesKeysBelowKeys";
  private static final String PROBE = Prefix.OWN_FOLDER + "/probe";

  /** The retries of the write that a store may never take. */
  private static final RetryPolicy HASTY = new RetryPolicy(Duration.ofMillis(300));

  private static final int MOST_BYTES = 4_096;
  private static final int FORMAT_VERSION = 1;

  private final Stores stores;
  private final Location root;
  private final Location file;

  KeyVisibility(Stores stores, Location root, Location ledger) {
    this.stores = stores;
    this.root = root;
    this.file = ledger.resolve(FILE);
  }

  /**
   * Returns whether keys below keys are hidden.
   *
   * @param mayWrite whether a probe may be written; if not, an unknown answer is false
   * @throws SpillwayException (bad input) if they are, and the root itself lies below an object
   */
  boolean hides(boolean mayWrite) throws IOException {
    ObjectStore store = stores.open(root);
    if (!store.mayHideKeys()) {
      return false;
    }
    Optional<Boolean> known = recorded();
    boolean hides = known.isPresent() ? known.get() : mayWrite && probed(store);
    if (hides) {
      requireVisible(store);
    }
    if (known.isEmpty() && mayWrite) {
      record(hides);
    }
    return hides;
  }

  private Optional<Boolean> recorded() throws IOException {
    try (OpenObject open = stores.open(file).open(file.path(), 0)) {
      byte[] content = open.stream().readNBytes(MOST_BYTES);
      return LeaseJson.parse(content)
          .map(json -> json.get(FIELD))
          .filter(JsonNode::isBoolean)
          .map(JsonNode::asBoolean);
    } catch (StoreException e) {
      if (e.reason() == Reason.NOT_FOUND || e.reason() == Reason.NO_CONTAINER) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void record(boolean hides) throws IOException {
    ObjectNode json = LeaseJson.object();
    json.put("formatVersion", FORMAT_VERSION);
    json.put(FIELD, hides);
    stores.open(file).write(file.path(), Body.of(LeaseJson.bytes(json)), Attributes.NONE);
  }

  private boolean probed(ObjectStore store) throws IOException {
    String above = root.resolve(PROBE).path();
    String below = above + "/below";
    Body body = Body.of("a probe of Spillway".getBytes(StandardCharsets.UTF_8));
    store.write(above, body, Attributes.NONE);
    try {
      return !isWritten(below, body) || !isListed(store, above, below);
    } finally {
      store.delete(below);
      store.delete(above);
    }
  }

  /** Returns whether the store takes a key below another; some answer with errors of all kinds. */
  private boolean isWritten(String key, Body body) throws IOException {
    Stores hasty = new Stores(HASTY.addedTo(stores.settings()));
    try {
      hasty.open(root).write(key, body, Attributes.NONE);
      return true;
    } catch (StoreException e) {
      return switch (e.reason()) {
        case REFUSED, UNFIT, UNKNOWN -> false;
        case NOT_FOUND, NO_CONTAINER, DENIED, UNREACHABLE, CHANGED, LAPSED -> throw e;
      };
    } finally {
      hasty.release();
    }
  }

  private static boolean isListed(ObjectStore store, String prefix, String key) throws IOException {
    try {
      Iterator<StoredObject> listed = store.list(prefix);
      while (listed.hasNext()) {
        if (listed.next().key().equals(key)) {
          return true;
        }
      }
      return false;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void requireVisible(ObjectStore store) throws IOException {
    String path = root.path();
    for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
      requireNone(store, path.substring(0, end));
    }
    if (!path.isEmpty()) {
      requireNone(store, path);
    }
  }

  private void requireNone(ObjectStore store, String key) throws IOException {
    if (!key.isEmpty() && store.stat(key).isPresent()) {
      throw new SpillwayException(
          BAD_INPUT,
          "Cannot export to "
              + root
              + ": there is an object "
              + root.container().resolve(key)
              + ", and this store lists nothing below an object. Choose another prefix, or delete"
              + " the object.");
    }
  }
}
