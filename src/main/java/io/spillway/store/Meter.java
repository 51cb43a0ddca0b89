package io.spillway.store;

import io.spillway.store.Traffic.Kind;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A meter that counts what the work of some threads costs at the stores. A store counts with the
 * meter that is bound to the calling thread; code that hands work to other threads passes the meter
 * on with {@link #carry(Runnable)}. Without a bound meter, the counts are dropped.
 */
public final class Meter {
  private static final ThreadLocal<@Nullable Meter> BOUND = new ThreadLocal<>();

  /** The sink for threads without a bound meter; it is never read. */
  private static final Meter UNREAD = new Meter();

  private final Map<Kind, LongAdder> counts = new EnumMap<>(Kind.class);

  /** Creates a meter whose counts are zero. */
  public Meter() {
    for (Kind kind : Kind.values()) {
      counts.put(kind, new LongAdder());
    }
  }

  /** Returns the meter that is bound to this thread, or a meter that is never read. */
  public static Meter current() {
    Meter bound = BOUND.get();
    return bound == null ? UNREAD : bound;
  }

  /** Binds this meter to this thread until the scope is closed, which restores the previous one. */
  public Scope bind() {
    Meter before = BOUND.get();
    BOUND.set(this);
    return () -> put(before);
  }

  private static void put(@Nullable Meter meter) {
    if (meter == null) {
      BOUND.remove();
    } else {
      BOUND.set(meter);
    }
  }

  /** The period for which a meter is bound. */
  public interface Scope extends AutoCloseable {
    @Override
    void close();
  }

  /** Returns the work, counted by this thread's meter on any thread that runs it. */
  public static Runnable carry(Runnable work) {
    return current().counting(work);
  }

  /** Returns the work, counted by this meter on any thread that runs it. */
  public Runnable counting(Runnable work) {
    return () -> {
      try (Scope ignored = bind()) {
        work.run();
      }
    };
  }

  /** Returns the work, counted by this thread's meter on any thread that runs it. */
  public static <T> Callable<T> carry(Callable<T> work) {
    Meter mine = current();
    return () -> {
      try (Scope ignored = mine.bind()) {
        return work.call();
      }
    };
  }

  /** Counts one of a kind: a request that is sent, an operation on a file. */
  public void count(Kind kind) {
    add(kind, 1);
  }

  /** Counts several of a kind: bytes of content. */
  public void add(Kind kind, long amount) {
    Objects.requireNonNull(counts.get(kind)).add(amount);
  }

  /** Returns the counts so far. */
  public Traffic traffic() {
    Map<Kind, Long> sums = new EnumMap<>(Kind.class);
    counts.forEach((kind, count) -> sums.put(kind, count.sum()));
    return Traffic.of(sums);
  }
}
