package io.spillway.transfer;

import io.spillway.Location;
import io.spillway.SpillwayException;
import io.spillway.destination.Prefix;
import io.spillway.lakefs.Entry;
import io.spillway.plan.Outcome;
import io.spillway.plan.Proof;
import io.spillway.source.ObjectSource;
import io.spillway.store.StoreException;
import io.spillway.store.Stores;
import java.io.IOException;
import java.util.List;

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
  private final Ways ways = new Ways();

  /**
   * Copies from one source to one destination.
   *
   * @param stores opens what the entries' addresses lie in
   */
  public Copier(ObjectSource source, Stores stores, Prefix destination, MetadataPolicy policy) {
    this.source = source;
    this.stores = stores;
    this.destination = destination;
    this.policy = policy;
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
      return new Outcome.Failed(path, reason(e));
    }
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static List<Outcome.Loss> losses(EntryAttributes attributes, Target target) {
    if (!target.store().keepsAttributes()) {
      boolean lost = !target.attributes().metadata().isEmpty();
      return lost ? List.of(Outcome.Loss.METADATA_NOT_KEPT) : List.of();
    }
    return attributes.dropped() ? List.of(Outcome.Loss.METADATA_DROPPED) : List.of();
  }

  private Proof copy(Entry entry, Target target) throws IOException {
    Location from = source.location(entry);
    Way way = ways.first(from.container(), cheapest(from, target));
    while (true) {
      try {
        Proof proof = copy(way, entry, from, target);
        ways.worked(from.container(), way);
        return proof;
      } catch (SourceDeniedException e) {
        if (way == Way.THROUGH_SOURCE) {
          throw e.reason();
        }
        Way next = way.next();
        ways.refused(from.container(), way, next, reason(e.reason()));
        way = next;
      }
    }
  }

  private Way cheapest(Location from, Target target) {
    if (!stores.serves(from.scheme())) {
      return Way.THROUGH_SOURCE;
    }
    return target.store().reaches(stores.open(from)) ? Way.SERVER_SIDE : Way.STREAMED;
  }

  private Proof copy(Way way, Entry entry, Location from, Target target)
      throws IOException, SourceDeniedException {
    return switch (way) {
      case SERVER_SIDE -> new ServerSideCopy(entry, stores.open(from), from, target).run();
      case STREAMED ->
          new StreamedCopy(entry, StreamedCopy.Origin.of(stores.open(from), from.path()), target)
              .run();
      case THROUGH_SOURCE ->
          new StreamedCopy(entry, new ThroughSource(source, entry), target).withoutTag().run();
    };
  }

  /** Whether the trouble may be this way's alone, so that another may do. */
  static boolean isRefusal(StoreException e) {
    return switch (e.reason()) {
      case DENIED, UNREACHABLE, NO_CONTAINER -> true;
      case NOT_FOUND, CHANGED, UNFIT, UNKNOWN, REFUSED -> false;
    };
  }
}
