package io.spillway.store;

import io.spillway.base.Settings;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The guards of this process, by the references that stores carry. A process that holds a
 * permission registers its guard. In any other process the first change opens one, which ends after
 * a while without use, so that ended exports leave nothing behind.
 *
 * <p>INVARIANT: a store that carries a reference changes nothing without its guard's permission.
 */
public final class WriteGuards {
  /** The setting that carries the reference. Without it a store is unguarded. */
  static final String SETTING = "spillway.write.guard";

  /** The reference of read-only stores. */
  static final String READ_ONLY = "read-only";

  private static final Map<String, WriteGuard> OPEN = new ConcurrentHashMap<>();

  private WriteGuards() {}

  /** Registers the guard of this process until the permit is closed. */
  public static WriteGuard.Permit hold(String reference, WriteGuard guard) {
    OPEN.put(reference, guard);
    return () -> end(reference, guard);
  }

  private static void end(String reference, WriteGuard guard) {
    if (OPEN.remove(reference, guard)) {
      Stores.forgetGuardedBy(reference);
    }
  }

  /** Returns the guard of stores that have these settings. */
  public static WriteGuard of(Settings settings) {
    Optional<String> reference = settings.find(SETTING);
    if (reference.isEmpty()) {
      return WriteGuard.NONE;
    }
    return reference.get().equals(READ_ONLY)
        ? WriteGuard.READ_ONLY
        : new Referred(reference.get(), settings);
  }

  static boolean isOpen(String reference) {
    return OPEN.containsKey(reference);
  }

  /** A guard by its reference, which delegates to the guard that is open at the moment. */
  private record Referred(String reference, Settings settings) implements WriteGuard {
    @Override
    public Optional<String> refusal() {
      return guard().refusal();
    }

    @Override
    public Permit begin(Runnable abort) {
      return guard().begin(abort);
    }

    private WriteGuard guard() {
      WriteGuard open = OPEN.get(reference);
      return open == null ? OPEN.computeIfAbsent(reference, this::open) : open;
    }

    private WriteGuard open(String name) {
      WriteGuard[] opened = new WriteGuard[1];
      opened[0] =
          Providers.ONLY.open(name, new Stores(settings).unguarded(), () -> end(name, opened[0]));
      return opened[0];
    }
  }

  /** The provider, loaded when the first guard is needed. */
  private static final class Providers {
    static final WriteGuardProvider ONLY =
        ServiceLoader.load(WriteGuardProvider.class, WriteGuards.class.getClassLoader())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("This jar has no guard of writes"));
  }
}
