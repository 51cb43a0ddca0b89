package io.spillway.store;

import io.spillway.Location;
import io.spillway.Settings;
import io.spillway.SpillwayException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The stores that one set of settings opens. It travels to the workers; each JVM opens a container
 * once and keeps it.
 *
 * @param settings by Hadoop's names
 */
public record Stores(Settings settings) implements Serializable {
  /** The folder that keys below it must not leave, as a key of the {@code file} store. */
  public static final String FILE_ROOT = "spillway.file.root";

  /**
   * The folder of unfinished files, as a key of the {@code file} store; it should be on the root's
   * file system.
   */
  public static final String FILE_TEMPORARY = "spillway.file.tmp";

  /** Requests in flight to one container, at most: a whole number. */
  public static final String MAX_CONCURRENCY = "spillway.max.concurrency";

  private static final Map<Opened, ObjectStore> OPEN = new ConcurrentHashMap<>();
  private static final List<StoreProvider> PROVIDERS =
      ServiceLoader.load(StoreProvider.class, Stores.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .toList();

  private record Opened(Location container, Settings settings) {}

  /** Whether some provider serves the scheme. */
  public boolean serves(String scheme) {
    return provider(scheme).isPresent();
  }

  /**
   * The store of the container that the location lies in.
   *
   * @throws SpillwayException (bad input) when nothing serves the scheme, or the settings make no
   *     sense
   */
  public ObjectStore open(Location location) {
    return OPEN.computeIfAbsent(new Opened(location.container(), settings), Stores::open);
  }

  /**
   * The same stores for work below a root. Object stores have no use for it; on a file system no
   * key below the root leads out of it through a symbolic link (the way to the root may), folders
   * that become empty below it are removed, and unfinished files have their own folder there. A
   * crash leaves them in that folder: delete what {@link ObjectStore#list} finds of it, or the
   * folder itself.
   *
   * @param root where an export goes
   * @param temporary the folder of unfinished files, as a key below the root
   */
  public Stores within(Location root, String temporary) {
    return root.scheme().equals("file")
        ? new Stores(
            settings
                .with(FILE_ROOT, root.asRoot().path())
                .with(FILE_TEMPORARY, root.asRoot().resolve(temporary).path()))
        : this;
  }

  /** Lets the container be opened anew: for tests that put another store in its place. */
  static void forget(Location container) {
    OPEN.keySet().removeIf(opened -> opened.container().equals(container));
  }

  private static ObjectStore open(Opened wanted) {
    Location container = wanted.container();
    StoreProvider provider =
        provider(container.scheme())
            .orElseThrow(
                () ->
                    new SpillwayException(
                        SpillwayException.Kind.BAD_INPUT,
                        "Nothing here reads or writes "
                            + container.scheme()
                            + "://: use s3://BUCKET/PREFIX or file:///DIRECTORY."));
    try {
      return provider.open(container, wanted.settings());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<StoreProvider> provider(String scheme) {
    return PROVIDERS.stream().filter(provider -> provider.serves(scheme)).findFirst();
  }
}
