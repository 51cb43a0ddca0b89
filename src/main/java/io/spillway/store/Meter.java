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
  private static final Meter NOBODYS = new Meter();

  private final Map<Kind, LongAdder> requests = new EnumMap<>(Kind.class);
  private final LongAdder sent = new LongAdder();
  private final LongAdder received = new LongAdder();
  private final LongAdder copied = new LongAdder();
  private final LongAdder fileRead = new LongAdder();
  private final LongAdder fileWritten = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final LongAdder throttles = new LongAdder();

  /** Creates a meter whose counts are zero. */
  public Meter() {
    for (Kind kind : Kind.values()) {
      requests.put(kind, new LongAdder());
    }
  }

  /** Returns the meter that is bound to this thread, or a meter that is never read. */
  public static Meter current() {
    Meter bound = BOUND.get();
    return bound == null ? NOBODYS : bound;
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

  /** Counts a request that is sent, or a file operation. */
  public void request(Kind kind) {
    Objects.requireNonNull(requests.get(kind)).increment();
  }

  /** Counts bytes of a body that are sent over the network. */
  public void sent(long bytes) {
    sent.add(bytes);
  }

  /** Counts bytes of a body that are received over the network. */
  public void received(long bytes) {
    received.add(bytes);
  }

  /** Counts bytes that the store copied internally. */
  public void copied(long bytes) {
    copied.add(bytes);
  }

  /** Counts bytes that are read from a file. */
  public void fileRead(long bytes) {
    fileRead.add(bytes);
  }

  /** Counts bytes that are written to a file. */
  public void fileWritten(long bytes) {
    fileWritten.add(bytes);
  }

  /** Counts a request that will be sent again. */
  public void retried() {
    retries.increment();
  }

  /** Counts an answer by which a store asks for fewer requests. */
  public void throttled() {
    throttles.increment();
  }

  /** Returns the counts so far. */
  public Traffic traffic() {
    Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    requests.forEach(
        (kind, count) -> {
          if (count.sum() > 0) {
            counts.put(kind, count.sum());
          }
        });
    return new Traffic(
        counts,
        sent.sum(),
        received.sum(),
        copied.sum(),
        fileRead.sum(),
        fileWritten.sum(),
        retries.sum(),
        throttles.sum());
  }
}
