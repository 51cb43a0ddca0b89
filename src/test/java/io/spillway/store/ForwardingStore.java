package io.spillway.store;

import io.spillway.base.Location;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A store in front of another, to be overridden where it differs. Copies see through such stores on
 * either side.
 */
public abstract class ForwardingStore implements ObjectStore {
  private final ObjectStore inner;

  protected ForwardingStore(ObjectStore inner) {
    this.inner = inner;
  }

  /** The store behind this one. */
  public final ObjectStore inner() {
    return inner;
  }

  private static ObjectStore innermost(ObjectStore store) {
    ObjectStore found = store;
    while (found instanceof ForwardingStore forwarding) {
      found = forwarding.inner;
    }
    return found;
  }

  @Override
  public Location container() {
    return inner.container();
  }

  @Override
  public Optional<StoredObject> stat(String key) throws IOException {
    return inner.stat(key);
  }

  @Override
  public Optional<Duration> age(String key) throws IOException {
    return inner.age(key);
  }

  @Override
  public OpenObject open(String key, long offset) throws IOException {
    return inner.open(key, offset);
  }

  @Override
  public WrittenObject write(String key, Body body, Attributes attributes) throws IOException {
    return inner.write(key, body, attributes);
  }

  @Override
  public OpenWrite begin(String key, Attributes attributes) throws IOException {
    return inner.begin(key, attributes);
  }

  @Override
  public boolean create(String key, byte[] content, Attributes attributes) throws IOException {
    return inner.create(key, content, attributes);
  }

  @Override
  public boolean protectsReads() {
    return inner.protectsReads();
  }

  @Override
  public boolean reaches(ObjectStore source) {
    return inner.reaches(innermost(source));
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
    return inner.copy(innermost(source), sourceKey, ifMatch, size, key, attributes);
  }

  @Override
  public void delete(String key) throws IOException {
    inner.delete(key);
  }

  @Override
  public List<NotDeleted> delete(Collection<String> keys) throws IOException {
    return inner.delete(keys);
  }

  @Override
  public void giveUp(Collection<String> keys) throws IOException {
    inner.giveUp(keys);
  }

  @Override
  public Iterator<StoredObject> list(String prefix, String after) throws IOException {
    return inner.list(prefix, after);
  }

  @Override
  public Iterator<StoredObject> inTheWay(String key) throws IOException {
    return inner.inTheWay(key);
  }

  @Override
  public Optional<String> objection(String key, Attributes attributes) {
    return inner.objection(key, attributes);
  }

  @Override
  public Map<String, String> chosenForWrites() {
    return inner.chosenForWrites();
  }

  @Override
  public boolean hasFolders() {
    return inner.hasFolders();
  }

  @Override
  public boolean keepsAttributes() {
    return inner.keepsAttributes();
  }

  @Override
  public void close() throws IOException {
    inner.close();
  }

  @Override
  public String toString() {
    return inner.toString();
  }
}
