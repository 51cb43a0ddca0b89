package io.spillway.store;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** The changes that one {@link WriteGuard} has permitted and that have not ended. */
public final class ChangesUnderWay {
  private final Set<Change> changes = Collections.synchronizedSet(identitySet());

  private static Set<Change> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  private final class Change implements WriteGuard.Permit {
    private final Runnable abort;
    private final AtomicBoolean ended = new AtomicBoolean();

    Change(Runnable abort) {
      this.abort = abort;
    }

    @Override
    public void close() {
      if (ended.compareAndSet(false, true)) {
        changes.remove(this);
      }
    }

    void abort() {
      if (ended.compareAndSet(false, true)) {
        changes.remove(this);
        abort.run();
      }
    }
  }

  /** Adds a change. The caller must check afterwards whether permission has lapsed meanwhile. */
  public WriteGuard.Permit add(Runnable abort) {
    Change change = new Change(abort);
    changes.add(change);
    return change;
  }

  /** Returns whether no change is under way. */
  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /** Aborts all changes that are under way. */
  public void abort() {
    Change[] all;
    synchronized (changes) {
      all = changes.toArray(Change[]::new);
    }
    for (Change change : all) {
      change.abort();
    }
  }
}
