package io.spillway.store;

import io.spillway.store.StoreException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.spark.TaskContext;
import org.jspecify.annotations.Nullable;

/** What one run of an export sees of a store, until something happens at one of its requests. */
public final class DyingStore extends ForwardingStore {
  private final Doom doom;
  private final Predicate<String> isData;
  private final Predicate<String> isLease;
  private final AtomicInteger left;
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final List<String> touched = new CopyOnWriteArrayList<>();
  private volatile boolean dead;
  private volatile boolean happened;
  private volatile @Nullable Act<?> late;

  /** What happens. */
  public enum Doom {
    /** Nothing. */
    NONE,
    /** Every change to one object's data is refused, again and again. */
    REFUSES_ONE,
    /** The answer to one change is lost: it is done. */
    LOSES_ANSWER,
    /** The process has died before one change: nothing it asks for is done. */
    DIES_BEFORE,
    /** The process has died just after one change. */
    DIES_AFTER,
    /** The process freezes with one change on its way, which arrives when others have gone on. */
    FREEZES,
    /** A worker dies before one of its requests. */
    WORKER_DIES_BEFORE,
    /** A worker dies after one of its requests. */
    WORKER_DIES_AFTER
  }

  /** Ends a Spark task. */
  public static final class WorkerDeath extends Error {
    private static final long serialVersionUID = 1L;

    /** An error that no task survives. */
    public WorkerDeath() {
      super("injected: this worker dies");
    }
  }

  private interface Act<T> {
    T run() throws IOException;
  }

  /**
   * A store for one run.
   *
   * @param at how many requests of the kind that the doom is about are done before it happens
   * @param isData whether a key is one of an export's data
   * @param isLease whether a key is one of the lease's files, which are left alone
   */
  public DyingStore(
      ObjectStore inner, Doom doom, int at, Predicate<String> isData, Predicate<String> isLease) {
    super(inner);
    this.doom = doom;
    this.left = new AtomicInteger(at);
    this.isData = isData;
    this.isLease = isLease;
  }

  /** Whether it happened. */
  public boolean happened() {
    return happened;
  }

  /** Whether the process that uses this store is dead. */
  public boolean isDead() {
    return dead;
  }

  /** The run is over: whatever of it still goes on does no more. */
  public void end() {
    dead = true;
  }

  /** Lets the change arrive that was on its way when the process froze. */
  public void arriveLate() throws IOException {
    Act<?> change = late;
    late = null;
    if (change != null) {
      var unused = change.run();
    }
  }

  /** Whether a change is still on its way. */
  public boolean hasLateChange() {
    return late != null;
  }

  /** The keys of data that were to be changed. */
  public List<String> touched() {
    return List.copyOf(touched);
  }

  private boolean isNow() {
    boolean now = left.getAndDecrement() == 0;
    if (now) { // and nothing else, for another thread may write at the same time
      happened = true;
    }
    return now;
  }

  private StoreException gone(String key) {
    return new StoreException(Reason.UNREACHABLE, "injected: no way to " + key + ".");
  }

  private <T> T asked(String key, Act<T> act) throws IOException {
    if (dead) {
      throw gone(key);
    }
    boolean ofWorker = doom == Doom.WORKER_DIES_BEFORE || doom == Doom.WORKER_DIES_AFTER;
    if (!ofWorker || TaskContext.get() == null || !isNow()) {
      return act.run();
    }
    if (doom == Doom.WORKER_DIES_AFTER) {
      act.run();
    }
    throw new WorkerDeath();
  }

  private <T> T changed(String key, Act<T> act) throws IOException {
    if (isData.test(key)) {
      touched.add(key);
    }
    if (dead) {
      throw gone(key);
    }
    if (isLease.test(key)) {
      return act.run();
    }
    return switch (doom) {
      case NONE -> act.run();
      case WORKER_DIES_BEFORE, WORKER_DIES_AFTER -> asked(key, act);
      case REFUSES_ONE -> {
        if (refused.contains(key) || (isData.test(key) && isNow())) {
          refused.add(key);
          throw new StoreException(Reason.REFUSED, "injected: " + key + " is refused.");
        }
        yield act.run();
      }
      case LOSES_ANSWER -> {
        T done = act.run();
        if (isNow()) {
          throw new StoreException(Reason.UNKNOWN, "injected: no answer for " + key + ".");
        }
        yield done;
      }
      case DIES_BEFORE -> {
        if (isNow()) {
          dead = true;
          throw gone(key);
        }
        yield act.run();
      }
      case FREEZES -> {
        if (isNow()) {
          dead = true;
          late = act;
          throw gone(key);
        }
        yield act.run();
      }
      case DIES_AFTER -> {
        boolean now = isNow();
        if (now) {
          dead = true;
        }
        T done = act.run();
        if (now) {
          throw gone(key);
        }
        yield done;
      }
    };
  }

  @Override
  public Optional<StoredObject> stat(String key) throws IOException {
    return asked(key, () -> super.stat(key));
  }

  @Override
  public OpenObject open(String key, long offset) throws IOException {
    return asked(key, () -> super.open(key, offset));
  }

  @Override
  public Iterator<StoredObject> list(String prefix, String after) throws IOException {
    return asked(prefix, () -> super.list(prefix, after));
  }

  @Override
  public WrittenObject write(String key, Body body, Attributes attributes) throws IOException {
    return changed(key, () -> super.write(key, body, attributes));
  }

  /** Its commit is the change. */
  @Override
  public OpenWrite begin(String key, Attributes attributes) throws IOException {
    return new ForwardingWrite(asked(key, () -> super.begin(key, attributes))) {
      @Override
      public WrittenObject commit() throws IOException {
        return changed(key, super::commit);
      }
    };
  }

  @Override
  public boolean create(String key, byte[] content, Attributes attributes) throws IOException {
    return changed(key, () -> super.create(key, content, attributes));
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
    return changed(key, () -> super.copy(source, sourceKey, ifMatch, size, key, attributes));
  }

  @Override
  public void delete(String key) throws IOException {
    changed(
        key,
        () -> {
          super.delete(key);
          return true;
        });
  }

  /** Each of the keys may be the one. */
  @Override
  public List<NotDeleted> delete(Collection<String> keys) throws IOException {
    List<NotDeleted> notDeleted = new ArrayList<>();
    for (String key : keys) {
      try {
        delete(key);
      } catch (StoreException e) {
        if (e.reason() != Reason.REFUSED) {
          throw e;
        }
        notDeleted.add(new NotDeleted(key, String.valueOf(e.getMessage())));
      }
    }
    return notDeleted;
  }
}
