package io.spillway.store;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.store.memory.MemoryStore;
import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets tests put a store in the place of any container, and opens {@code memory://NAME/}. The jar
 * does not have it: nobody can export into memory by mistake.
 */
public final class TestStores implements StoreProvider {
  private static final Map<Location, ObjectStore> REGISTERED = new ConcurrentHashMap<>();

  /** Ends what {@link #register} began. */
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /** From now on the location's container is this store, in this JVM, whatever the settings. */
  public static Registration register(Location container, ObjectStore store) {
    Location whole = container.container();
    REGISTERED.put(whole, store);
    Stores.forget(whole);
    return () -> {
      REGISTERED.remove(whole);
      Stores.forget(whole);
    };
  }

  /** Drops the open stores of a container. */
  public static void forget(Location container) {
    Stores.forget(container.container());
  }

  @Override
  public boolean serves(String scheme, Settings settings) {
    return scheme.equals("memory")
        || REGISTERED.keySet().stream().anyMatch(container -> container.scheme().equals(scheme));
  }

  @Override
  public ObjectStore open(Location location, Settings settings) throws IOException {
    ObjectStore registered = REGISTERED.get(location.container());
    if (registered != null) {
      return registered;
    }
    return location.scheme().equals("memory")
        ? MemoryStore.named(location.authority())
        : usual(location.scheme(), settings).open(location, settings);
  }

  private static StoreProvider usual(String scheme, Settings settings) {
    return ServiceLoader.load(StoreProvider.class).stream()
        .filter(provider -> provider.type() != TestStores.class)
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(StoreProvider::isLastResort))
        .filter(provider -> provider.serves(scheme, settings))
        .findFirst()
        .orElseThrow();
  }
}
