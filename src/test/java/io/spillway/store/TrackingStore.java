package io.spillway.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Counts what is asked of a store. A listing counts once, whatever its length; a copy counts at its
 * destination; of many deletes in one call each counts.
 */
public final class TrackingStore extends ForwardingStore {
  private final List<Request> requests = new ArrayList<>();

  /** One request, by the key or prefix that it was for. */
  public record Request(RequestKind kind, String key) {}

  /** Counts from here on. */
  public TrackingStore(ObjectStore inner) {
    super(inner);
  }

  /** All requests in the order in which they came. */
  public List<Request> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** The keys of the requests of that kind, in the order in which they came. */
  public List<String> keys(RequestKind kind) {
    return requests().stream().filter(request -> request.kind() == kind).map(Request::key).toList();
  }

  /** How many requests of that kind there were. */
  public int count(RequestKind kind) {
    return keys(kind).size();
  }

  /** Begins to count anew. */
  public void forget() {
    synchronized (requests) {
      requests.clear();
    }
  }

  private void note(RequestKind kind, String key) {
    synchronized (requests) {
      requests.add(new Request(kind, key));
    }
  }

  @Override
  public Optional<StoredObject> stat(String key) throws IOException {
    note(RequestKind.STAT, key);
    return super.stat(key);
  }

  @Override
  public OpenObject open(String key, long offset) throws IOException {
    note(RequestKind.OPEN, key);
    return super.open(key, offset);
  }

  @Override
  public WrittenObject write(String key, Body body, Attributes attributes) throws IOException {
    note(RequestKind.WRITE, key);
    return super.write(key, body, attributes);
  }

  /** Counts as a write when it is committed. */
  @Override
  public OpenWrite begin(String key, Attributes attributes) throws IOException {
    return new ForwardingWrite(super.begin(key, attributes)) {
      @Override
      public WrittenObject commit() throws IOException {
        note(RequestKind.WRITE, key);
        return super.commit();
      }
    };
  }

  @Override
  public boolean create(String key, byte[] content, Attributes attributes) throws IOException {
    note(RequestKind.CREATE, key);
    return super.create(key, content, attributes);
  }

  @Override
  public WrittenObject copy(
      ObjectStore source,
      String sourceKey,
      String ifMatch,
      long size,
      String key,
      Attributes attributes)
      throws IOException {
    note(RequestKind.COPY, key);
    return super.copy(source, sourceKey, ifMatch, size, key, attributes);
  }

  @Override
  public void delete(String key) throws IOException {
    note(RequestKind.DELETE, key);
    super.delete(key);
  }

  @Override
  public List<NotDeleted> delete(Collection<String> keys) throws IOException {
    keys.forEach(key -> note(RequestKind.DELETE, key));
    return super.delete(keys);
  }

  @Override
  public Iterator<StoredObject> list(String prefix, String after) throws IOException {
    note(RequestKind.LIST, prefix);
    return super.list(prefix, after);
  }
}
