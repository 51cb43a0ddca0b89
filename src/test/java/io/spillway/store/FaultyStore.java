package io.spillway.store;

import io.spillway.store.StoreException.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Does to a store's users what real stores do, where rules say so. */
public final class FaultyStore extends ForwardingStore {
  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private volatile Consumer<String> written = key -> {};
  private volatile Map<String, String> chosen = Map.of();
  private volatile BiFunction<String, Iterator<StoredObject>, Iterator<StoredObject>> listings =
      (prefix, found) -> found;

  /** What goes wrong. */
  public enum Fault {
    /** Throws UNREACHABLE, and nothing happens. */
    UNREACHABLE,
    /** Throws REFUSED with a 503 in its words, and nothing happens. */
    SLOW_DOWN,
    /** Throws DENIED, and nothing happens. */
    DENIED,
    /** Throws UNKNOWN, and nothing happens. */
    LOST_REQUEST,
    /** Does it, and then throws UNKNOWN. */
    LOST_ANSWER,
    /** What is read ends in its middle without a word. */
    TRUNCATED,
    /** What is read breaks off in its middle with UNKNOWN. */
    BROKEN_OFF,
    /** In the middle of what is read or written one bit is another. */
    FLIPPED_BIT
  }

  private static final class Rule {
    private final Fault fault;
    private final RequestKind kind;
    private final Predicate<String> keys;
    private final AtomicInteger left;
    private final AtomicInteger fired = new AtomicInteger();

    Rule(Fault fault, RequestKind kind, Predicate<String> keys, int times) {
      this.fault = fault;
      this.kind = kind;
      this.keys = keys;
      this.left = new AtomicInteger(times);
    }

    boolean fires(RequestKind asked, String key) {
      boolean now =
          kind == asked && keys.test(key) && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
      fired.addAndGet(now ? 1 : 0);
      return now;
    }
  }

  /** Without rules it does as the other does. */
  public FaultyStore(ObjectStore inner) {
    super(inner);
  }

  /** Lets the next requests of that kind for such keys fail, so many of them. */
  public FaultyStore inject(Fault fault, RequestKind kind, Predicate<String> keys, int times) {
    rules.add(new Rule(fault, kind, keys, times));
    return this;
  }

  /** Lets all requests of that kind for such keys fail. */
  public FaultyStore inject(Fault fault, RequestKind kind, Predicate<String> keys) {
    return inject(fault, kind, keys, Integer.MAX_VALUE);
  }

  /** Refuses to make the objects by these keys, whether they are copied or written. */
  public FaultyStore refuse(String... keys) {
    Predicate<String> which = List.of(keys)::contains;
    return inject(Fault.SLOW_DOWN, RequestKind.COPY, which)
        .inject(Fault.SLOW_DOWN, RequestKind.WRITE, which);
  }

  /** Lets listings of such prefixes break off with UNREACHABLE, after so many objects. */
  public void breakListings(Predicate<String> prefixes, int after) {
    listings = (prefix, found) -> prefixes.test(prefix) ? new BreaksOff(found, after) : found;
  }

  /** Lets listings of such prefixes be in the opposite order. */
  public void listBackwards(Predicate<String> prefixes) {
    listings =
        (prefix, found) -> {
          if (!prefixes.test(prefix)) {
            return found;
          }
          Deque<StoredObject> all = new ArrayDeque<>();
          found.forEachRemaining(all::push);
          return all.iterator();
        };
  }

  /** Says that this was chosen for what is written from now on. */
  public void chooseForWrites(Map<String, String> options) {
    chosen = options;
  }

  @Override
  public Map<String, String> chosenForWrites() {
    return chosen;
  }

  /** Lets something happen when a write is done. */
  public void onWrite(Consumer<String> happening) {
    written = happening;
  }

  /** No more faults. */
  public void heal() {
    rules.clear();
    listings = (prefix, found) -> found;
    written = key -> {};
  }

  private record BreaksOff(Iterator<StoredObject> found, AtomicInteger left)
      implements Iterator<StoredObject> {
    BreaksOff(Iterator<StoredObject> found, int after) {
      this(found, new AtomicInteger(after));
    }

    @Override
    public boolean hasNext() {
      return found.hasNext() || left.get() >= 0;
    }

    @Override
    public StoredObject next() {
      if (left.getAndDecrement() <= 0) {
        throw new UncheckedIOException(
            new StoreException(Reason.UNREACHABLE, "injected: the listing broke off."));
      }
      return found.next();
    }
  }

  /** How often the rules that are in force have fired. */
  public int fired() {
    return rules.stream().mapToInt(rule -> rule.fired.get()).sum();
  }

  private interface Act<T> {
    T run(@Nullable Fault fault) throws IOException;
  }

  private Optional<Fault> fault(RequestKind kind, String key) {
    return rules.stream().filter(rule -> rule.fires(kind, key)).map(rule -> rule.fault).findFirst();
  }

  /** What a fault throws; nothing for those that only damage bytes. */
  private @Nullable StoreException failure(Fault fault, RequestKind kind, String key) {
    String what = kind + " of " + container().resolve(key) + ": injected: ";
    return switch (fault) {
      case UNREACHABLE ->
          new StoreException(Reason.UNREACHABLE, what + "the server cannot be reached.");
      case SLOW_DOWN -> new StoreException(Reason.REFUSED, what + "S3 says 503 SlowDown.");
      case DENIED -> new StoreException(Reason.DENIED, what + "S3 says 403 AccessDenied.");
      case LOST_REQUEST, LOST_ANSWER ->
          new StoreException(Reason.UNKNOWN, what + "no answer came.");
      case TRUNCATED, BROKEN_OFF, FLIPPED_BIT -> null;
    };
  }

  private <T> T faulty(RequestKind kind, String key, Act<T> act) throws IOException {
    Fault fault = fault(kind, key).orElse(null);
    StoreException failure = fault == null ? null : failure(fault, kind, key);
    if (failure == null) {
      return act.run(fault);
    }
    if (fault == Fault.LOST_ANSWER) {
      act.run(null);
    }
    throw failure;
  }

  @Override
  public Optional<StoredObject> stat(String key) throws IOException {
    return faulty(RequestKind.STAT, key, fault -> super.stat(key));
  }

  @Override
  public OpenObject open(String key, long offset) throws IOException {
    return faulty(
        RequestKind.OPEN,
        key,
        fault -> {
          OpenObject opened = super.open(key, offset);
          long middle = (opened.object().size() - offset) / 2;
          return fault == null
              ? opened
              : new OpenObject(opened.object(), new Damaged(opened.stream(), fault, middle));
        });
  }

  @Override
  public WrittenObject write(String key, Body body, Attributes attributes) throws IOException {
    WrittenObject object =
        faulty(
            RequestKind.WRITE,
            key,
            fault -> super.write(key, fault == null ? body : damaged(body, fault), attributes));
    written.accept(key);
    return object;
  }

  private static Body damaged(Body body, Fault fault) {
    return new Body() {
      @Override
      public long size() {
        return body.size();
      }

      @Override
      public InputStream open() throws IOException {
        return new Damaged(body.open(), fault, body.size() / 2);
      }
    };
  }

  /**
   * A fault of a write strikes when it is committed, or damages the first byte and what follows.
   */
  @Override
  public OpenWrite begin(String key, Attributes attributes) throws IOException {
    Fault fault = fault(RequestKind.WRITE, key).orElse(null);
    StoreException failure = fault == null ? null : failure(fault, RequestKind.WRITE, key);
    OpenWrite begun = super.begin(key, attributes);
    return new DamagedWrite(failure == null ? fault : null, begun) {
      @Override
      public WrittenObject commit() throws IOException {
        if (failure != null && fault != Fault.LOST_ANSWER) {
          throw failure;
        }
        WrittenObject object = super.commit();
        if (failure != null) {
          throw failure;
        }
        written.accept(key);
        return object;
      }
    };
  }

  @Override
  public boolean create(String key, byte[] content, Attributes attributes) throws IOException {
    return faulty(RequestKind.CREATE, key, fault -> super.create(key, content, attributes));
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
    return faulty(
        RequestKind.COPY,
        key,
        fault -> super.copy(source, sourceKey, ifMatch, size, key, attributes));
  }

  @Override
  public void delete(String key) throws IOException {
    faulty(
        RequestKind.DELETE,
        key,
        fault -> {
          super.delete(key);
          return true;
        });
  }

  /**
   * Keys for which a rule about {@code DELETE} fires are named in the answer with {@code SLOW_DOWN}
   * and {@code DENIED}; any other fault is the whole call's.
   */
  @Override
  public List<NotDeleted> delete(Collection<String> keys) throws IOException {
    List<NotDeleted> refused = new ArrayList<>();
    List<String> rest = new ArrayList<>();
    StoreException lostAnswer = null;
    for (String key : keys) {
      Optional<Fault> fault = fault(RequestKind.DELETE, key);
      StoreException failure =
          fault.isEmpty() ? null : failure(fault.get(), RequestKind.DELETE, key);
      if (failure == null) {
        rest.add(key);
      } else if (fault.get() == Fault.SLOW_DOWN || fault.get() == Fault.DENIED) {
        refused.add(new NotDeleted(key, String.valueOf(failure.getMessage())));
      } else if (fault.get() == Fault.LOST_ANSWER) {
        rest.add(key);
        lostAnswer = failure;
      } else {
        throw failure;
      }
    }
    refused.addAll(super.delete(rest));
    if (lostAnswer != null) {
      throw lostAnswer;
    }
    return refused;
  }

  @Override
  public Iterator<StoredObject> list(String prefix, String after) throws IOException {
    return faulty(
        RequestKind.LIST, prefix, fault -> listings.apply(prefix, super.list(prefix, after)));
  }

  /** A write to which something happens at its first byte. */
  private static class DamagedWrite extends ForwardingWrite {
    private final @Nullable Fault fault;
    private boolean begun;

    DamagedWrite(@Nullable Fault fault, OpenWrite inner) {
      super(inner);
      this.fault = fault;
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      if (fault == Fault.BROKEN_OFF) {
        throw new StoreException(Reason.UNKNOWN, "injected: writing broke off.");
      }
      if (fault != Fault.TRUNCATED) {
        byte[] some = Arrays.copyOfRange(bytes, from, from + count);
        if (fault == Fault.FLIPPED_BIT && !begun && count > 0) {
          some[0] ^= 1;
          begun = true;
        }
        super.write(some, 0, count);
      }
    }
  }

  /** A stream to which something happens at one byte. */
  private static final class Damaged extends FilterInputStream {
    private final Fault fault;
    private final long at;
    private long given;

    Damaged(InputStream in, Fault fault, long at) {
      super(in);
      this.fault = fault;
      this.at = at;
    }

    @Override
    public int read() throws IOException {
      if (given >= at && fault == Fault.TRUNCATED) {
        return -1;
      }
      if (given >= at && fault == Fault.BROKEN_OFF) {
        throw new StoreException(Reason.UNKNOWN, "injected: reading broke off.");
      }
      int next = super.read();
      return next >= 0 && given++ == at ? next ^ 1 : next;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
      if (count == 0) {
        return 0;
      }
      int next = read();
      if (next < 0) {
        return -1;
      }
      bytes[from] = (byte) next;
      boolean before = given < at;
      int more = before ? in.read(bytes, from + 1, (int) Math.min(count - 1, at - given)) : 0;
      given += Math.max(0, more);
      return 1 + Math.max(0, more);
    }
  }
}
