package io.spillway.store;

import io.spillway.Location;
import io.spillway.Settings;
import io.spillway.SpillwayException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The stores that one set of settings opens. It travels to the workers; each JVM opens a container once and keeps it.
 *
 * @param settings by Hadoop's names
 */
public record Stores(Settings settings) implements Serializable {
  private static final Map<Opened, ObjectStore> OPEN = new ConcurrentHashMap<>();

  private record Opened(Location container, Settings settings) {}

  /** Whether some provider serves the scheme. */
  public boolean serves(String scheme) {
    return provider(scheme).isPresent();
  }

  /**
   * The store of the container that the location lies in.
   *
   * @throws SpillwayException (bad input) when nothing serves the scheme, or the settings make no sense
   */
  public ObjectStore open(Location location) {
    return OPEN.computeIfAbsent(new Opened(location.container(), settings), Stores::open);
  }

  private static ObjectStore open(Opened wanted) {
    Location container = wanted.container();
    StoreProvider provider =
        provider(container.scheme())
            .orElseThrow(
                () ->
                    new SpillwayException(
                        SpillwayException.Kind.BAD_INPUT,
                        "Nothing here reads or writes " + container.scheme() + "://: use s3://BUCKET/PREFIX or file:///DIRECTORY."));
    try {
      return provider.open(container, wanted.settings());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<StoreProvider> provider(String scheme) {
    return ServiceLoader.load(StoreProvider.class, Stores.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.serves(scheme))
        .findFirst();
  }
}
