package io.spillway.simulation;

import io.spillway.base.Bytes;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.simulation.Disk.Held;
import io.spillway.simulation.Request.Verb;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.Digests;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.StoredObject;
import io.spillway.store.Stores;
import io.spillway.store.WriteGuard;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a bucket and a folder have in common: one step for each request. */
abstract class SimulatedStore implements ObjectStore {
  final World world;
  final Optional<String> temporary;
  private final Location container;
  private final WriteGuard guard;
  private final int page;

  SimulatedStore(World world, Location location, Settings settings) {
    this.world = world;
    this.container = location.container();
    this.guard = new Stores(settings).guard();
    this.temporary = settings.find(Stores.TEMPORARY);
    this.page = world.setting().page();
  }

  /** What the store keeps of attributes. */
  abstract Attributes kept(Attributes attributes);

  /** The tag of content. */
  abstract String tag(byte[] content);

  /** Whether listings name a key. */
  boolean lists(String key) {
    return true;
  }

  final Disk disk() {
    return world.disk(container.authority());
  }

  final <T> T ask(Verb verb, String key, World.Effect<T> effect) throws IOException {
    Request request = new Request(verb, container.authority(), key);
    synchronized (world) {
      if (world.baton().process() == null) {
        return world.ask(request, guard, effect);
      }
    }
    return world.ask(request, guard, effect);
  }

  /** Puts an object, and tells the model. */
  final Held put(String key, byte[] content, Attributes attributes) {
    return put(key, content, tag(content), attributes);
  }

  final Held put(String key, byte[] content, String etag, Attributes attributes) {
    Held held = new Held(key, content, etag, kept(attributes), world.baton().now());
    Held before = disk().put(held);
    world.model().changed(container.authority(), key, before, held);
    return held;
  }

  final void remove(String key) {
    Held before = disk().remove(key);
    if (before != null) {
      world.model().changed(container.authority(), key, before, null);
    }
  }

  final Held held(String key) throws StoreException {
    Held held = disk().get(key);
    if (held == null) {
      throw new StoreException(
          Reason.NOT_FOUND, "There is no object " + container.resolve(key) + ".");
    }
    return held;
  }

  final String name(String key) {
    return container.resolve(key).toString();
  }

  static StoredObject described(Held held, Attributes attributes) {
    return new StoredObject(held.text(), held.content().length, held.etag(), false, attributes);
  }

  final byte[] content(String key, Body body) throws IOException {
    byte[] content;
    try (InputStream stream = body.open()) {
      content = stream.readAllBytes();
    }
    if (content.length != body.size()) {
      throw StoreException.wrongLength(container.resolve(key), body.size(), content.length);
    }
    if (body.md5().isPresent() && !body.md5().get().equals(Digests.md5Hex(content))) {
      throw new StoreException(Reason.REFUSED, "The content of " + name(key) + " is another.");
    }
    return content;
  }

  @Override
  public Location container() {
    return container;
  }

  @Override
  public Optional<StoredObject> stat(String key) throws IOException {
    return ask(
        Verb.STAT,
        key,
        () -> Optional.ofNullable(disk().get(key)).map(held -> described(held, held.attributes())));
  }

  @Override
  public Optional<Duration> age(String key) throws IOException {
    return ask(Verb.AGE, key, () -> Optional.ofNullable(disk().get(key)).map(this::age));
  }

  private Duration age(Held held) {
    return Duration.ofSeconds(
        Duration.ofNanos(world.baton().now() - held.written()).toSeconds() + 1);
  }

  @Override
  public OpenObject open(String key, long offset) throws IOException {
    return ask(
        Verb.OPEN,
        key,
        () -> {
          Held held = held(key);
          int length = held.content().length;
          if (offset < 0 || offset > length) {
            throw new StoreException(
                Reason.REFUSED,
                "Cannot read " + name(key) + " from byte " + offset + ": it has " + length + ".");
          }
          int from = (int) offset;
          return new OpenObject(
              described(held, held.attributes()),
              new ByteArrayInputStream(held.content(), from, length - from));
        });
  }

  @Override
  public Iterator<StoredObject> list(String prefix, String after) throws IOException {
    return new Listing(prefix, after);
  }

  /** A listing, which asks for a page at a time. */
  private final class Listing implements Iterator<StoredObject> {
    private final String prefix;
    private @Nullable Iterator<StoredObject> listed;
    private @Nullable String next;

    Listing(String prefix, String after) throws IOException {
      this.prefix = prefix;
      listed = page(Bytes.of(prefix), Bytes.of(after));
    }

    private Iterator<StoredObject> page(Bytes first, Bytes after) throws IOException {
      return ask(
          Verb.LIST,
          prefix,
          () -> {
            boolean fromFirst = after.compareTo(first) < 0;
            List<StoredObject> found = new ArrayList<>();
            next = null;
            for (Held held : disk().from(fromFirst ? first : after, fromFirst).values()) {
              if (!held.text().startsWith(prefix)) {
                break;
              }
              if (found.size() == page) {
                next = found.get(page - 1).key();
                break;
              }
              if (lists(held.text())) {
                found.add(described(held, Attributes.NONE));
              }
            }
            return found.iterator();
          });
    }

    @Override
    public boolean hasNext() {
      Iterator<StoredObject> current = listed;
      if (current != null && !current.hasNext() && next != null) {
        try {
          current = page(Bytes.of(prefix), Bytes.of(next));
          listed = current;
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return current != null && current.hasNext();
    }

    @Override
    public StoredObject next() {
      if (!hasNext() || listed == null) {
        throw new NoSuchElementException();
      }
      return listed.next();
    }
  }

  @Override
  public Optional<String> objection(String key, Attributes attributes) {
    return Optional.empty();
  }

  @Override
  public void close() {
    // nothing is open
  }

  @Override
  public String toString() {
    return container.toString();
  }
}
