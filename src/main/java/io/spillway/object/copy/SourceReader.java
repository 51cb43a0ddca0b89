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
 * A reader of the objects of a snapshot's entries, in the cheapest way that is allowed and works:
 * with the job's own credentials, by presigned links, or through the source's server. A way that a
 * bucket refuses is not tried again for that bucket.
 */
public final class SourceReader {
  private final ObjectSource source;
  private final Stores stores;
  private final ReadMode mode;
  private final LinkWindow links;
  private final Map<Location, Set<Way>> refused = new ConcurrentHashMap<>();

  /**
   * Creates a reader of one source.
   *
   * @param stores opens the locations of the entries
   * @param mode the ways in which objects may be read
   */
  public SourceReader(ObjectSource source, Stores stores, ReadMode mode) {
    this.source = source;
    this.stores = stores;
    this.mode = mode;
    this.links = new LinkWindow(source::links, InstantSource.system(), Long.MAX_VALUE, false);
  }

  /**
   * Returns the storage's description of an entry's object. Empty if only the source's server can
   * be asked, because it merely repeats the entry's checksum.
   *
   * @throws IOException if the storage refuses, or has no such object
   */
  public Optional<StoredObject> stat(Entry entry) throws IOException {
    SourceAddress from = source.address(entry, mode);
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
   * @throws IOException if no allowed way can read the object
   */
  public Content read(Entry entry) throws IOException {
    SourceAddress from = source.address(entry, mode);
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

  /**
   * Records a refused way, so that the next one is tried; throws an error that does not concern
   * this way alone.
   */
  private void note(SourceAddress from, Way way, StoreException e) throws StoreException {
    if (!Copier.isRefusal(e)) {
      throw e;
    }
    if (way != Way.THROUGH_SOURCE) {
      refused.computeIfAbsent(from.container(), ignored -> ConcurrentHashMap.newKeySet()).add(way);
    }
  }

  /** Returns the description of an error for users. */
  public static String reason(Exception e) {
    boolean named = e instanceof IOException || e instanceof SpillwayException;
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : named ? message : e.toString();
  }
}
