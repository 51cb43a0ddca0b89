package io.spillway.store.s3;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** To which requests a fault happens, and when. It counts how often it did. */
public final class FaultRule {
  /** What differs from one run to the next in the requests of exports that do the same. */
  private static final Pattern OF_ONE_RUN =
      Pattern.compile(
          "\\d{4}-?\\d{2}-?\\d{2}T[^/&]*|uploadId=[^&]*|(repo|trial)-\\d+|data/[0-9a-f/]+");

  private final Fault fault;
  private final Predicate<RecordedRequest> which;
  private final Timing timing;
  private final AtomicInteger fired = new AtomicInteger();

  private interface Timing {
    boolean isNow(RecordedRequest request);

    default void spare() {
      // Nothing is counted.
    }
  }

  private FaultRule(Fault fault, Predicate<RecordedRequest> which, Timing timing) {
    this.fault = fault;
    this.which = which;
    this.timing = timing;
  }

  /** Always. */
  static FaultRule always(Fault fault, Predicate<RecordedRequest> which) {
    return new FaultRule(fault, which, request -> true);
  }

  /** The next times. */
  static FaultRule times(int times, Fault fault, Predicate<RecordedRequest> which) {
    AtomicInteger left = new AtomicInteger(times);
    Timing timing =
        new Timing() {
          @Override
          public boolean isNow(RecordedRequest request) {
            return left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
          }

          @Override
          public void spare() {
            left.incrementAndGet();
          }
        };
    return new FaultRule(fault, which, timing);
  }

  /** The first times that each of the requests is sent: what is sent again gets through then. */
  public static FaultRule eachFirst(int times, Fault fault, Predicate<RecordedRequest> which) {
    Map<String, Integer> met = new ConcurrentHashMap<>();
    return new FaultRule(
        fault, which, request -> met.merge(request.toString(), 1, Integer::sum) <= times);
  }

  /**
   * At random, but the same requests each time, however threads take turns; only of the reads of
   * data, whose addresses are made up anew, it is not the same objects.
   *
   * @param probability from 0 to 1
   */
  public static FaultRule random(
      long seed, double probability, Fault fault, Predicate<RecordedRequest> which) {
    Map<String, Integer> met = new ConcurrentHashMap<>();
    return new FaultRule(
        fault,
        which,
        request -> {
          String name = OF_ONE_RUN.matcher(request.toString()).replaceAll("*");
          int occurrence = met.merge(name, 1, Integer::sum);
          return unit(seed ^ ((long) name.hashCode() << 20) ^ occurrence) < probability;
        });
  }

  /** A number from 0 to 1 that another seed makes another: SplitMix64's mixing. */
  private static double unit(long seed) {
    long mixed = (seed + 0x9e3779b97f4a7c15L) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return ((mixed ^ (mixed >>> 31)) >>> 11) * 0x1.0p-53;
  }

  /** How often it has gone wrong so far. */
  public int fired() {
    return fired.get();
  }

  boolean isAbout(RecordedRequest request) {
    return which.test(request) && timing.isNow(request);
  }

  void strike(Exchange exchange) throws IOException {
    // Counted before its client can know, and so before a test can ask.
    fired.incrementAndGet();
    if (!fault.strike(exchange)) {
      fired.decrementAndGet();
      timing.spare();
    }
  }
}
