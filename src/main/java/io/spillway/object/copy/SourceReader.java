package io.spillway.object.copy;

import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import io.spillway.object.Entry;
import io.spillway.object.ObjectSource;
import io.spillway.object.ReadMode;
import io.spillway.object.SourceAddress;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.StoredObject;
import io.spillway.store.Stores;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads what a snapshot's entries stand for, in the cheapest way that is allowed and works: with
 * the job's own credentials, by presigned links, through the source's server. What a bucket refuses
 * once is not tried again there.
 */
public final class SourceReader {
  private final ObjectSource source;
  private final Stores stores;
  private final ReadMode mode;
  private final LinkWindow links;
  private final Map<Location, Set<Way>> refused = new ConcurrentHashMap<>();

  /**
   * Reads from one source.
   *
   * @param stores opens what the entries' addresses lie in
   * @param mode in which ways objects may be read
   */
  public SourceReader(ObjectSource source, Stores stores, ReadMode mode) {
    this.source = source;
    this.stores = stores;
    this.mode = mode;
    this.links = new LinkWindow(source::links, InstantSource.system(), Long.MAX_VALUE, false);
  }

  /**
   * What the storage says of an entry's object; nothing where only the source's server could be
   * asked, which repeats the entry's checksum.
   *
   * @throws IOException when the storage refuses, or has no such object
   */
  public Optional<StoredObject> stat(Entry entry) throws IOException {
    SourceAddress from = source.address(entry);
    for (Way way : ways(from)) {
      try {
        return switch (way) {
          case STREAMED -> Optional.of(statOf(from));
          case PRESIGNED -> Optional.of(opened(new ByLink(links, entry)));
          case SERVER_SIDE, THROUGH_SOURCE -> Optional.empty();
        };
      } catch (StoreException e) {
        note(from, way, e);
      }
    }
    return Optional.empty();
  }

  private StoredObject statOf(SourceAddress from) throws IOException {
    return from.open(stores)
        .stat(from.location().path())
        .orElseThrow(
            () -> new StoreException(Reason.NOT_FOUND, "There is no object " + from + "."));
  }

  private static StoredObject opened(StreamedCopy.Origin origin) throws IOException {
    try (OpenObject open = origin.open()) {
      return open.object();
    }
  }

  /**
   * Reads an entry's object to its end.
   *
   * @throws IOException when it cannot be read in any way that is allowed
   */
  public Content read(Entry entry) throws IOException {
    SourceAddress from = source.address(entry);
    StoreException last =
        new StoreException(
            Reason.REFUSED, "--read=" + mode.text() + " allows no way to read " + from + ".");
    for (Way way : ways(from)) {
      try {
        return Content.of(origin(way, entry, from), entry);
      } catch (StoreException e) {
        note(from, way, e);
        last = e;
      }
    }
    throw last;
  }

  private StreamedCopy.Origin origin(Way way, Entry entry, SourceAddress from) {
    return switch (way) {
      case SERVER_SIDE, STREAMED -> StreamedCopy.Origin.of(from, stores);
      case PRESIGNED -> new ByLink(links, entry);
      case THROUGH_SOURCE -> new ThroughSource(source, entry);
    };
  }

  private List<Way> ways(SourceAddress from) {
    Set<Way> closed = refused.getOrDefault(from.container(), Set.of());
    return Arrays.stream(Way.values())
        .filter(way -> way != Way.SERVER_SIDE && !closed.contains(way))
        .filter(way -> mode.allows(way.mode()) && isOpen(way, from))
        .toList();
  }

  private boolean isOpen(Way way, SourceAddress from) {
    return switch (way) {
      case SERVER_SIDE, STREAMED -> from.isServed(stores);
      case PRESIGNED -> links.isOpen();
      case THROUGH_SOURCE -> true;
    };
  }

  /** Goes on with the next way where the trouble may be this one's alone. */
  private void note(SourceAddress from, Way way, StoreException e) throws StoreException {
    if (!Copier.isRefusal(e)) {
      throw e;
    }
    if (way != Way.THROUGH_SOURCE) {
      refused.computeIfAbsent(from.container(), ignored -> ConcurrentHashMap.newKeySet()).add(way);
    }
  }

  /** What a user is told of trouble. */
  public static String reason(Exception e) {
    boolean named = e instanceof IOException || e instanceof SpillwayException;
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : named ? message : e.toString();
  }
}
