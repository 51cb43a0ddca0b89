package io.spillway.store.memory;

import static io.spillway.store.StoreException.Reason.CHANGED;
import static io.spillway.store.StoreException.Reason.NOT_FOUND;
import static io.spillway.store.StoreException.Reason.REFUSED;

import io.spillway.base.Bytes;
import io.spillway.base.Location;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.CountedStream;
import io.spillway.store.Digests;
import io.spillway.store.Meter;
import io.spillway.store.NotDeleted;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.OpenWrite;
import io.spillway.store.StagedWrite;
import io.spillway.store.StoreException;
import io.spillway.store.StoredObject;
import io.spillway.store.Traffic.Kind;
import io.spillway.store.WriteGuard;
import io.spillway.store.WrittenObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Objects in the memory of this JVM, tagged with the MD5 of their content like in S3. Holds every
 * key and all attributes.
 */
public final class MemoryStore implements ObjectStore {
  private static final Map<String, MemoryStore> NAMED = new ConcurrentHashMap<>();

  private final Location container;
  private final WriteGuard guard;
  private final ConcurrentNavigableMap<Bytes, Held> objects = new ConcurrentSkipListMap<>();

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Held(byte[] content, String etag, Attributes attributes) {}

  /** Creates an empty container of that name that {@link #named} does not return. */
  public MemoryStore(String name) {
    this(name, WriteGuard.NONE);
  }

  /** Creates an empty container of that name that changes only with the guard's permission. */
  public MemoryStore(String name, WriteGuard guard) {
    this.guard = guard;
    this.container = new Location("memory", name, "");
  }

  /** Returns the container of that name, which the whole JVM shares. */
  public static MemoryStore named(String name) {
    return NAMED.computeIfAbsent(name, MemoryStore::new);
  }

  @Override
  public Location container() {
    return container;
  }

  @Override
  public Optional<StoredObject> stat(String key) {
    Meter.current().count(Kind.HEAD);
    return Optional.ofNullable(objects.get(Bytes.of(key)))
        .map(held -> described(key, held, held.attributes()));
  }

  @Override
  public OpenObject open(String key, long offset) throws IOException {
    Meter meter = Meter.current();
    meter.count(Kind.GET);
    Held held = held(key);
    int length = held.content().length;
    if (offset < 0 || offset > length) {
      throw new StoreException(
          REFUSED,
          "Cannot read " + name(key) + " from byte " + offset + ": it has " + length + ".");
    }
    int from = (int) offset;
    return new OpenObject(
        described(key, held, held.attributes()),
        new CountedStream(
            new ByteArrayInputStream(held.content(), from, length - from), meter, Kind.RECEIVED));
  }

  @Override
  public WrittenObject write(String key, Body body, Attributes attributes) throws IOException {
    byte[] content;
    try (InputStream stream = body.open()) {
      content = stream.readAllBytes();
    }
    if (content.length != body.size()) {
      throw StoreException.wrongLength(container.resolve(key), body.size(), content.length);
    }
    check("write", key);
    sent(content);
    return put(key, content, attributes);
  }

  @Override
  public OpenWrite begin(String key, Attributes attributes) {
    ByteArrayOutputStream staged = new ByteArrayOutputStream();
    return new StagedWrite() {
      @Override
      protected void stage(byte[] bytes, int from, int count) {
        staged.write(bytes, from, count);
      }

      @Override
      protected WrittenObject publish() throws IOException {
        check("write", key);
        sent(staged.toByteArray());
        return put(key, staged.toByteArray(), attributes);
      }

      @Override
      protected void giveUp(Throwable because) {
        staged.reset();
      }
    };
  }

  private static void sent(byte[] content) {
    Meter.current().count(Kind.PUT);
    Meter.current().add(Kind.SENT, content.length);
  }

  @Override
  public boolean create(String key, byte[] content, Attributes attributes) throws IOException {
    check("write", key);
    sent(content);
    Held held = new Held(content.clone(), Digests.md5Hex(content), attributes);
    return objects.putIfAbsent(Bytes.of(key), held) == null;
  }

  @Override
  public boolean reaches(ObjectStore source) {
    return source instanceof MemoryStore;
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
    check("write", key);
    Meter.current().count(Kind.COPY);
    MemoryStore from = (MemoryStore) source;
    Held held = from.held(sourceKey);
    if (!held.etag().equals(ifMatch)) {
      throw new StoreException(
          CHANGED,
          "Cannot copy " + from.name(sourceKey) + ": its tag is no longer " + ifMatch + ".");
    }
    put(key, held.content(), attributes);
    Meter.current().add(Kind.COPIED, held.content().length);
    return new WrittenObject(-1, held.etag(), false);
  }

  @Override
  public void delete(String key) throws IOException {
    check("delete", key);
    Meter.current().count(Kind.DELETE);
    objects.remove(Bytes.of(key));
  }

  @Override
  public List<NotDeleted> delete(Collection<String> keys) throws IOException {
    guard.check("delete " + keys.size() + " objects of " + container);
    Meter.current().count(Kind.DELETE);
    keys.forEach(key -> objects.remove(Bytes.of(key)));
    return List.of();
  }

  @Override
  public Iterator<StoredObject> list(String prefix) {
    return list(prefix, "");
  }

  @Override
  public Iterator<StoredObject> list(String prefix, String after) {
    Meter.current().count(Kind.LIST);
    Bytes first = Bytes.of(prefix);
    Bytes last = Bytes.of(after);
    boolean fromFirst = after.isEmpty() || last.compareTo(first) < 0;
    return objects.tailMap(fromFirst ? first : last, fromFirst).entrySet().stream()
        .takeWhile(entry -> entry.getKey().text().startsWith(prefix))
        .map(entry -> described(entry.getKey().text(), entry.getValue(), Attributes.NONE))
        .iterator();
  }

  @Override
  public Optional<String> objection(String key, Attributes attributes) {
    return Optional.empty();
  }

  @Override
  public boolean keepsAttributes() {
    return true;
  }

  @Override
  public void close() {
    // The store holds no open resource; the objects remain for the next caller that opens the
    // container.
  }

  @Override
  public String toString() {
    return container.toString();
  }

  private void check(String verb, String key) throws StoreException {
    guard.check(verb + " " + name(key));
  }

  private WrittenObject put(String key, byte[] content, Attributes attributes) {
    Held held = new Held(content, Digests.md5Hex(content), attributes);
    objects.put(Bytes.of(key), held);
    return new WrittenObject(content.length, held.etag(), false);
  }

  private Held held(String key) throws StoreException {
    Held held = objects.get(Bytes.of(key));
    if (held == null) {
      throw new StoreException(NOT_FOUND, "There is no object " + name(key) + ".");
    }
    return held;
  }

  private static StoredObject described(String key, Held held, Attributes attributes) {
    return new StoredObject(key, held.content().length, held.etag(), false, attributes);
  }

  private String name(String key) {
    return container.resolve(key).toString();
  }
}
