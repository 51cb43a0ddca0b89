package io.spillway.store;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A guard that lapses when a test says so, or after so many changes. */
public final class TestGuard implements WriteGuard, AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final String reference;
  private Permit held = () -> {};
  private final ChangesUnderWay changes = new ChangesUnderWay();
  private final AtomicInteger begun = new AtomicInteger();
  private volatile int most = Integer.MAX_VALUE;
  private volatile boolean lapsed;

  /** A guard that stores ask from now on. */
  public TestGuard() {
    this("test-guard-" + NUMBER.incrementAndGet());
    hold();
  }

  /** A guard by that reference. */
  public TestGuard(String reference) {
    this.reference = reference;
  }

  /** From now on stores ask this guard, and not another by the same reference. */
  public void hold() {
    held = WriteGuards.hold(reference, this);
  }

  /** What {@link Stores#guardedBy} takes. */
  public String reference() {
    return reference;
  }

  /** Permits no more changes that take time than that, and nothing after them. */
  public TestGuard permitting(int changes) {
    most = changes;
    return this;
  }

  /** Ends the permission, and what is under way. */
  public void lapse() {
    lapsed = true;
    changes.abort();
  }

  /** Ends the permission as it ends in a process that is frozen: nothing is aborted. */
  public void lapseSilently() {
    lapsed = true;
  }

  /** How many changes that take time were permitted. */
  public int begun() {
    return begun.get();
  }

  @Override
  public Optional<String> refusal() {
    return lapsed ? Optional.of("the lease is lost.") : Optional.empty();
  }

  @Override
  public Permit begin(Runnable abort) {
    synchronized (this) {
      if (lapsed || begun.get() >= most) {
        lapsed = true;
        throw new WriteRefusedException("the lease is lost.");
      }
      begun.incrementAndGet();
    }
    return changes.add(abort);
  }

  @Override
  public void close() {
    held.close();
  }
}
