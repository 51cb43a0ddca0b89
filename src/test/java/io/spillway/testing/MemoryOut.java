package io.spillway.testing;

import io.spillway.base.Location;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.FaultyStore;
import io.spillway.store.OpenObject;
import io.spillway.store.RequestKind;
import io.spillway.store.TestStores;
import io.spillway.store.TrackingStore;
import io.spillway.store.memory.MemoryStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A destination in memory that can be told to fail, and that tells what was asked of it. */
public final class MemoryOut implements AutoCloseable {
  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static final String PREFIX = "exports/here";
  private static final String FOLDER = PREFIX + "/";

  private final String name = "memory-out-" + COUNTER.incrementAndGet();
  private final MemoryStore store = new MemoryStore(name);
  private final FaultyStore faults = new FaultyStore(store);
  private final TrackingStore tracked = new TrackingStore(faults);
  private final TestStores.Registration registration =
      TestStores.register(new Location("memory", name, ""), tracked);

  /** As a location, the way a user writes it. */
  public String uri() {
    return "memory://" + name + "/" + PREFIX;
  }

  /** The same as a location. */
  public Location root() {
    return Location.parse(uri());
  }

  /** What goes wrong; keys begin with {@link #key}. */
  public FaultyStore faults() {
    return faults;
  }

  /** The whole key of what lies under the root. */
  public String key(String path) {
    return FOLDER + path;
  }

  /** Everything under the root by its path, with its content. */
  public Map<String, String> everything() {
    Map<String, String> found = new TreeMap<>();
    store.list(FOLDER).forEachRemaining(object -> found.put(path(object.key()), ""));
    found.replaceAll((path, ignored) -> text(path));
    return found;
  }

  /** The same without markers and Spillway's own. */
  public Map<String, String> objects() {
    Map<String, String> found = everything();
    found.keySet().removeIf(path -> !isData(path));
    return found;
  }

  /** The names of the markers, and of whatever is named like them. */
  public List<String> markers() {
    return everything().keySet().stream().filter(path -> path.startsWith("EXPORT_")).toList();
  }

  /** The content of one. */
  public String text(String path) {
    try (OpenObject open = store.open(FOLDER + path, 0)) {
      return new String(open.stream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts something there behind everybody's back. */
  public void put(String path, byte[] content) {
    try {
      store.write(FOLDER + path, Body.of(content), Attributes.NONE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same with text. */
  public void put(String path, String content) {
    put(path, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Removes everything below a path, behind everybody's back. */
  public void remove(String start) {
    try {
      for (String path : everything().keySet()) {
        if (path.startsWith(start)) {
          store.delete(FOLDER + path);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The data that was written since {@link #forget}, in that order, failed attempts too. */
  public List<String> written() {
    return asked(RequestKind.WRITE);
  }

  /** The data of which a deletion was asked since {@link #forget}, in that order. */
  public List<String> deleted() {
    return asked(RequestKind.DELETE);
  }

  private List<String> asked(RequestKind kind) {
    return tracked.keys(kind).stream().map(MemoryOut::path).filter(MemoryOut::isData).toList();
  }

  /** Everything that was asked. */
  public List<TrackingStore.Request> requests() {
    return tracked.requests();
  }

  /** Begins a new list of requests. */
  public void forget() {
    tracked.forget();
  }

  private static String path(String key) {
    return key.substring(FOLDER.length());
  }

  private static boolean isData(String path) {
    return !path.startsWith("EXPORT_") && !path.startsWith("_spillway/");
  }

  @Override
  public void close() {
    registration.close();
  }
}
