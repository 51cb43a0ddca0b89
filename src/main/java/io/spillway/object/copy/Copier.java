package io.spillway.object.copy;

import io.spillway.base.Messages;
import io.spillway.base.SpillwayException;
import io.spillway.destination.Prefix;
import io.spillway.object.Entry;
import io.spillway.object.ObjectSource;
import io.spillway.object.ReadMode;
import io.spillway.object.SourceAddress;
import io.spillway.outcome.Outcome;
import io.spillway.outcome.Proof;
import io.spillway.store.StoreException;
import io.spillway.store.Stores;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A copier of single objects that verifies their arrival. One instance per export and JVM, safe for
 * use by many threads.
 *
 * <p>Copies are not retried here, because the SDKs retry requests. An object is copied by the
 * cheapest {@link Way} that works for its bucket.
 */
public final class Copier {
  private final ObjectSource source;
  private final Stores stores;
  private final Prefix destination;
  private final MetadataPolicy policy;
  private final ReadMode mode;
  private final Ways ways;
  private final LinkWindow links;

  /**
   * Creates a copier from one source to one destination, which may read objects in any way.
   *
   * @param stores opens the locations of the entries
   */
  public Copier(ObjectSource source, Stores stores, Prefix destination, MetadataPolicy policy) {
    this(source, stores, destination, policy, ReadMode.AUTO);
  }

  /**
   * Creates a copier from one source to one destination.
   *
   * @param stores opens the locations of the entries
   * @param mode the ways in which objects may be read
   */
  public Copier(
      ObjectSource source,
      Stores stores,
      Prefix destination,
      MetadataPolicy policy,
      ReadMode mode) {
    this(
        source,
        stores,
        destination,
        policy,
        mode,
        new Ways(),
        new LinkWindow(source::links, InstantSource.system(), Long.MAX_VALUE, false));
  }

  private Copier(
      ObjectSource source,
      Stores stores,
      Prefix destination,
      MetadataPolicy policy,
      ReadMode mode,
      Ways ways,
      LinkWindow links) {
    this.source = source;
    this.stores = stores;
    this.destination = destination;
    this.policy = policy;
    this.mode = mode;
    this.ways = ways;
    this.links = links;
  }

  /**
   * Returns a copier for one task, whose objects come in key order. It shares the ways found to
   * work, and has its own links.
   *
   * @param objects the maximum number of objects
   * @param dense whether the task copies every object between its first and last key
   */
  public Copier inTask(long objects, boolean dense) {
    LinkWindow own = new LinkWindow(source::links, InstantSource.system(), objects, dense);
    return new Copier(source, stores, destination, policy, mode, ways, own);
  }

  /**
   * Returns the ways that replaced cheaper ways per bucket, each with the reason why the cheaper
   * way was refused.
   */
  public Map<String, String> remarks() {
    return ways.remarks();
  }

  /**
   * Copies one object. Never throws for errors of the object or its store; these are part of the
   * outcome.
   */
  public Outcome copy(Entry entry) {
    String path = entry.path();
    try {
      EntryAttributes attributes = EntryAttributes.fit(entry, destination, policy);
      Target target =
          new Target(destination.store(), destination.key(path), attributes.attributes());
      Proof proof = copy(entry, target);
      return new Outcome.Copied(entry.size(), proof, losses(attributes, target));
    } catch (IOException | SpillwayException | IllegalArgumentException e) {
      return new Outcome.Failed(path, Messages.of(e));
    }
  }

  private static List<Outcome.Loss> losses(EntryAttributes attributes, Target target) {
    if (!target.store().keepsAttributes()) {
      boolean lost = !target.attributes().metadata().isEmpty();
      return lost ? List.of(Outcome.Loss.METADATA_NOT_KEPT) : List.of();
    }
    return attributes.dropped() ? List.of(Outcome.Loss.METADATA_DROPPED) : List.of();
  }

  private Proof copy(Entry entry, Target target) throws IOException {
    SourceAddress from = source.address(entry, mode);
    Way cheapest = next(null, from, target).orElseThrow(() -> closed(from));
    Way way = ways.first(from.container(), cheapest);
    while (true) {
      try {
        Proof proof = copy(way, entry, from, target);
        ways.worked(from.container(), way);
        return proof;
      } catch (SourceDeniedException e) {
        Optional<Way> next = next(way, from, target);
        if (next.isEmpty()) {
          throw e.reason();
        }
        ways.refused(from.container(), way, next.get(), Messages.of(e.reason()));
        way = next.get();
      }
    }
  }

  private StoreException closed(SourceAddress from) {
    String why =
        mode == ReadMode.PRESIGNED
            ? "lakeFS presigns no links to " + from.container()
            : from.isDirect()
                ? "nothing here reads " + from.location().scheme() + "://"
                : "lakeFS's local storage is read by lakeFS alone, but for what --local-path=DIR names";
    return new StoreException(
        StoreException.Reason.REFUSED,
        why + ", and --read=" + mode.text() + " allows no other way");
  }

  /** Returns the first open way after the given one, or the first open way if that is null. */
  private Optional<Way> next(@Nullable Way after, SourceAddress from, Target target) {
    return Arrays.stream(Way.values())
        .filter(way -> after == null || way.compareTo(after) > 0)
        .filter(way -> mode.allows(way.mode()) && isOpen(way, from, target))
        .findFirst();
  }

  private boolean isOpen(Way way, SourceAddress from, Target target) {
    return switch (way) {
      case SERVER_SIDE -> from.isServed(stores) && target.store().reaches(from.open(stores));
      case STREAMED -> from.isServed(stores);
      case PRESIGNED -> links.isOpen();
      case THROUGH_SOURCE -> true;
    };
  }

  private Proof copy(Way way, Entry entry, SourceAddress from, Target target)
      throws IOException, SourceDeniedException {
    return switch (way) {
      case SERVER_SIDE ->
          new ServerSideCopy(entry, from.open(stores), from.location(), target).run();
      case STREAMED -> new StreamedCopy(entry, StreamedCopy.Origin.of(from, stores), target).run();
      case PRESIGNED -> new StreamedCopy(entry, new ByLink(links, entry), target).run();
      case THROUGH_SOURCE ->
          new StreamedCopy(entry, new ThroughSource(source, entry), target).withoutTag().run();
    };
  }

  /** Returns whether the error may concern one way alone, so that another way may work. */
  static boolean isRefusal(StoreException e) {
    return switch (e.reason()) {
      case DENIED, UNREACHABLE, NO_CONTAINER -> true;
      case NOT_FOUND, CHANGED, UNFIT, UNKNOWN, REFUSED, LAPSED -> false;
    };
  }
}
