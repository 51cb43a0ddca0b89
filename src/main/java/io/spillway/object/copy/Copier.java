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
 * Copies single objects and proves that they arrived. One per export and JVM, for any number of
 * threads.
 *
 * <p>There is no retry in here: the SDKs retry. An object goes the cheapest {@link Way} that works
 * for its bucket.
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
   * Copies from one source to one destination, in any way that works.
   *
   * @param stores opens what the entries' addresses lie in
   */
  public Copier(ObjectSource source, Stores stores, Prefix destination, MetadataPolicy policy) {
    this(source, stores, destination, policy, ReadMode.AUTO);
  }

  /**
   * Copies from one source to one destination.
   *
   * @param stores opens what the entries' addresses lie in
   * @param mode in which ways objects may be read
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
   * This copier for one task, whose objects come in the order of their keys: it shares what is
   * learnt, and has links of its own.
   *
   * @param objects how many there will be, at most
   * @param dense whether they are all objects of their stretch of keys
   */
  public Copier inTask(long objects, boolean dense) {
    LinkWindow own = new LinkWindow(source::links, InstantSource.system(), objects, dense);
    return new Copier(source, stores, destination, policy, mode, ways, own);
  }

  /** What was chosen for each bucket in place of something cheaper that was refused, and why. */
  public Map<String, String> remarks() {
    return ways.remarks();
  }

  /**
   * Copies one object. Never throws for what is wrong with the object or its store: that is its
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
    SourceAddress from = source.address(entry);
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

  /** The first way that is open of those that come after another, or of all. */
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

  /** Whether the trouble may be this way's alone, so that another may do. */
  static boolean isRefusal(StoreException e) {
    return switch (e.reason()) {
      case DENIED, UNREACHABLE, NO_CONTAINER -> true;
      case NOT_FOUND, CHANGED, UNFIT, UNKNOWN, REFUSED, LAPSED -> false;
    };
  }
}
