package io.spillway.ledger.lease;

import io.spillway.base.Location;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.StoredObject;
import io.spillway.store.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files {@code lease/<n>.json} and {@code lease/<n>.beat} of one ledger. */
public final class LeaseFiles {
  private static final int LARGEST = 64 << 10; // bytes

  private static final Attributes JSON = Attributes.ofType("application/json");
  private static final Pattern NAME = Pattern.compile("(\\d{8,18})\\.(json|beat)");

  private final ObjectStore store;
  private final Location ledger;
  private final Location folder;

  /** What came of creating a lease. */
  enum Creation {
    /** Somebody else has it. */
    TAKEN,
    /** It is ours, and nobody else can have created it. */
    EXCLUSIVE,
    /** It is ours as far as this store can tell. */
    UNPROVED
  }

  public LeaseFiles(Stores stores, Location ledger) {
    this.store = stores.unguarded().open(ledger);
    this.ledger = ledger;
    this.folder = ledger.asRoot().resolve("lease");
  }

  /** What the leases are of. */
  Location ledger() {
    return ledger;
  }

  /**
   * The numbers of all leases that have left a file. A beat alone counts too: its number must not
   * be given again, or an old beat would speak for a new lease.
   */
  public NavigableSet<Long> numbers() throws IOException {
    String prefix = folder.path() + "/";
    NavigableSet<Long> numbers = new TreeSet<>();
    try {
      Iterator<StoredObject> listed = store.list(prefix);
      while (listed.hasNext()) {
        Matcher name = NAME.matcher(listed.next().key().substring(prefix.length()));
        if (name.matches()) {
          numbers.add(Long.parseLong(name.group(1)));
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return numbers;
  }

  /** Whether the lease's own file is there. */
  boolean isThere(long number) throws IOException {
    return store.stat(leaseKey(number)).isPresent();
  }

  /** Who holds the lease since when, in words. */
  String holder(long number) throws IOException {
    return LeaseRecord.holderOf(read(leaseKey(number)));
  }

  /** What the lease's own file says, if it is there. */
  Optional<byte[]> claim(long number) throws IOException {
    return read(leaseKey(number));
  }

  /** The beat as it is now. */
  public HeartbeatFile.Seen beat(long number) throws IOException {
    return HeartbeatFile.seen(read(beatKey(number)));
  }

  /** Returns how long ago the beat was written, by the clock of its store, if that tells. */
  Optional<Duration> age(long number) throws IOException {
    return store.age(beatKey(number));
  }

  /**
   * Writes a beat.
   *
   * @throws IOException when the store did not acknowledge it; it may appear all the same
   */
  void write(long number, HeartbeatFile beat) throws IOException {
    put(beatKey(number), beat.json());
  }

  /**
   * Creates a lease unless it is there, and finds out whether the store keeps two creators apart.
   */
  Creation create(LeaseRecord lease) throws IOException {
    String key = leaseKey(lease.number());
    byte[] content = lease.json();
    try {
      if (!store.create(key, content, JSON)) {
        return Creation.TAKEN;
      }
    } catch (StoreException e) {
      switch (e.reason()) {
        case UNKNOWN -> {
          if (!holds(key, content, e)) {
            return Creation.TAKEN;
          }
        }
        case REFUSED, UNFIT -> {
          return createUnguarded(key, content);
        }
        case NOT_FOUND, NO_CONTAINER, CHANGED, DENIED, UNREACHABLE, LAPSED -> throw e;
      }
    }
    return isExclusive(key, lease.again()) ? Creation.EXCLUSIVE : Creation.UNPROVED;
  }

  /**
   * A store may refuse conditional writes as such. If it refuses for another reason, it will refuse
   * the plain write too.
   */
  private Creation createUnguarded(String key, byte[] content) throws IOException {
    if (store.stat(key).isPresent()) {
      return Creation.TAKEN;
    }
    put(key, content);
    return Creation.UNPROVED;
  }

  /**
   * Creates what is there already, which must fail. The content differs from the first, so that a
   * store that looks at what is there after a lost answer does not take it for this one's.
   */
  private boolean isExclusive(String key, LeaseRecord second) throws IOException {
    try {
      return !store.create(key, second.json(), JSON);
    } catch (StoreException e) {
      return e.reason() == Reason.UNKNOWN
          && !Arrays.equals(read(key).orElse(new byte[0]), second.json());
    }
  }

  /** Deletes what is left of a lease. */
  void delete(long number) throws IOException {
    store.delete(leaseKey(number));
    store.delete(beatKey(number));
  }

  private void put(String key, byte[] content) throws IOException {
    try {
      store.write(key, Body.of(content), JSON);
    } catch (StoreException e) {
      if (e.reason() != Reason.UNKNOWN || !holds(key, content, e)) {
        throw e;
      }
    }
  }

  /**
   * Whether that content is there; when nothing is there or can be read, the lost answer stands.
   */
  private boolean holds(String key, byte[] content, StoreException lostAnswer) throws IOException {
    try {
      byte[] there = read(key).orElseThrow(() -> lostAnswer);
      return Arrays.equals(there, content);
    } catch (IOException e) {
      throw lostAnswer;
    }
  }

  private Optional<byte[]> read(String key) throws IOException {
    try (OpenObject open = store.open(key, 0)) {
      // What is larger is none of ours, and its beginning stands still or changes like any other.
      return Optional.of(open.stream().readNBytes(LARGEST));
    } catch (StoreException e) {
      if (e.reason() == Reason.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private String leaseKey(long number) {
    return folder.resolve(String.format(Locale.ROOT, "%08d.json", number)).path();
  }

  private String beatKey(long number) {
    return beatKey(ledger, number);
  }

  /** Where the beat of a lease lies. */
  public static String beatKey(Location ledger, long number) {
    return ledger
        .asRoot()
        .resolve("lease")
        .resolve(String.format(Locale.ROOT, "%08d.beat", number))
        .path();
  }
}
