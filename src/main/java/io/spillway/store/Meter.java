package io.spillway.store;

import io.spillway.store.Traffic.Kind;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the work of some threads costs at the stores. A store counts with the meter that is
 * bound to the thread that calls it; who hands work to other threads hands the meter on with {@link
 * #carry(Runnable)}. Where none is bound, nobody wants to know.
 */
public final class Meter {
  private static final ThreadLocal<@Nullable Meter> BOUND = new ThreadLocal<>();

  /** Is never read. */
  private static final Meter NOBODYS = new Meter();

  private final Map<Kind, LongAdder> requests = new EnumMap<>(Kind.class);
  private final LongAdder sent = new LongAdder();
  private final LongAdder received = new LongAdder();
  private final LongAdder copied = new LongAdder();
  private final LongAdder fileRead = new LongAdder();
  private final LongAdder fileWritten = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final LongAdder throttles = new LongAdder();

  /** A meter that has counted nothing. */
  public Meter() {
    for (Kind kind : Kind.values()) {
      requests.put(kind, new LongAdder());
    }
  }

  /** The one that is bound to this thread, or one that nobody reads. */
  public static Meter current() {
    Meter bound = BOUND.get();
    return bound == null ? NOBODYS : bound;
  }

  /** Binds this meter to this thread until the scope is closed; then the one before is back. */
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

  /** How long a meter is bound. */
  public interface Scope extends AutoCloseable {
    @Override
    void close();
  }

  /** The same work, counted by this thread's meter wherever it runs. */
  public static Runnable carry(Runnable work) {
    return current().counting(work);
  }

  /** The same work, counted by this meter wherever it runs. */
  public Runnable counting(Runnable work) {
    return () -> {
      try (Scope ignored = bind()) {
        work.run();
      }
    };
  }

  /** The same work, counted by this thread's meter wherever it runs. */
  public static <T> Callable<T> carry(Callable<T> work) {
    Meter mine = current();
    return () -> {
      try (Scope ignored = mine.bind()) {
        return work.call();
      }
    };
  }

  /** A request is sent, or a file touched. */
  public void request(Kind kind) {
    Objects.requireNonNull(requests.get(kind)).increment();
  }

  /** Bytes of a body are sent over the network. */
  public void sent(long bytes) {
    sent.add(bytes);
  }

  /** Bytes of a body came over the network. */
  public void received(long bytes) {
    received.add(bytes);
  }

  /** The store copied so many bytes inside itself. */
  public void copied(long bytes) {
    copied.add(bytes);
  }

  /** Bytes were read from a file. */
  public void fileRead(long bytes) {
    fileRead.add(bytes);
  }

  /** Bytes were written to a file. */
  public void fileWritten(long bytes) {
    fileWritten.add(bytes);
  }

  /** A request will be sent again. */
  public void retried() {
    retries.increment();
  }

  /** A store asked for fewer requests. */
  public void throttled() {
    throttles.increment();
  }

  /** What was counted so far. */
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
