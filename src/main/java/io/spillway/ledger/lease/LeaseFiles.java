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

  /** The result of creating a lease. */
  enum Creation {
    /** Another export has it. */
    TAKEN,
    /** This process has it, and the store has proved that no other process can have created it. */
    EXCLUSIVE,
    /** This process has it, but the store cannot prove that no other process has created it. */
    UNPROVED
  }

  public LeaseFiles(Stores stores, Location ledger) {
    this.store = stores.unguarded().open(ledger);
    this.ledger = ledger;
    this.folder = ledger.asRoot().resolve("lease");
  }

  /** Returns the ledger that the leases belong to. */
  Location ledger() {
    return ledger;
  }

  /**
   * Returns the numbers of all leases that have left a file. A beat without a lease file counts
   * too: its number must not be reused, or the old beat would count for the new lease.
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

  /** Returns whether the lease's own file exists. */
  boolean isThere(long number) throws IOException {
    return store.stat(leaseKey(number)).isPresent();
  }

  /** Returns the holder and start of the lease in words. */
  String holder(long number) throws IOException {
    return LeaseRecord.holderOf(read(leaseKey(number)));
  }

  /** Returns the content of the lease's own file, if it exists. */
  Optional<byte[]> claim(long number) throws IOException {
    return read(leaseKey(number));
  }

  /** Reads the current beat. */
  public HeartbeatFile.Seen beat(long number) throws IOException {
    return HeartbeatFile.seen(read(beatKey(number)));
  }

  /**
   * Returns the age of the beat by the clock of its store, or empty if the store does not report
   * it.
   */
  Optional<Duration> age(long number) throws IOException {
    return store.age(beatKey(number));
  }

  /**
   * Writes a beat.
   *
   * @throws IOException if the store did not acknowledge it; the beat may still appear
   */
  void write(long number, HeartbeatFile beat) throws IOException {
    put(beatKey(number), beat.json());
  }

  /**
   * Creates a lease unless it exists, and determines whether the store accepts only one of two
   * creators.
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
   * Creates a lease without a conditional write, which some stores do not support. If the store
   * refused for another reason, it refuses the plain write too.
   */
  private Creation createUnguarded(String key, byte[] content) throws IOException {
    if (store.stat(key).isPresent()) {
      return Creation.TAKEN;
    }
    put(key, content);
    return Creation.UNPROVED;
  }

  /**
   * Returns whether the store rejects the creation of an existing file. The content differs from
   * the first, so that a store that reads the file after a lost response does not mistake the first
   * content for the second.
   */
  private boolean isExclusive(String key, LeaseRecord second) throws IOException {
    try {
      return !store.create(key, second.json(), JSON);
    } catch (StoreException e) {
      return e.reason() == Reason.UNKNOWN
          && !Arrays.equals(read(key).orElse(new byte[0]), second.json());
    }
  }

  /** Deletes the remaining files of a lease. */
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
   * Returns whether the file has the given content. If the file is missing or cannot be read,
   * throws the exception of the lost response.
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
      // A larger file is not one of Spillway's; its beginning still either stands still or changes.
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

  /** Returns the key of a lease's beat. */
  public static String beatKey(Location ledger, long number) {
    return ledger
        .asRoot()
        .resolve("lease")
        .resolve(String.format(Locale.ROOT, "%08d.beat", number))
        .path();
  }
}
