package io.spillway.store;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.base.SpillwayException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
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
   * The folder that keys below it must not leave, of a file system that Hadoop serves: a whole
   * location that ends with a slash.
   */
  public static final String HADOOP_ROOT = "spillway.hadoop.root";

  /** The folder in a bucket that an export writes to, as a key without a slash at its end. */
  public static final String S3_ROOT = "spillway.s3.root";

  /**
   * The folder for what is unfinished, as a key of the root's store: of files, which should be on
   * the root's file system, or of notes on uploads to S3.
   */
  public static final String TEMPORARY = "spillway.tmp";

  /** Requests in flight to one container, at most: a whole number. */
  public static final String MAX_CONCURRENCY = "spillway.max.concurrency";

  /** What Hadoop serves with a library that Spark does not bring. */
  private static final Set<String> CONNECTED = Set.of("gs", "abfs", "abfss", "wasb", "wasbs");

  /** How a setting is called that holds for one container alone, up to the container. */
  private static final String OF_CONTAINER = "spillway.of.";

  private static final Map<Opened, ObjectStore> OPEN = new ConcurrentHashMap<>();
  private static final List<StoreProvider> PROVIDERS =
      ServiceLoader.load(StoreProvider.class, Stores.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .sorted(Comparator.comparing(StoreProvider::isLastResort))
          .toList();

  /** How many stores of exports that may have ended are kept, at most. */
  private static final int MOST_GUARDED = 256;

  private record Opened(Location container, Settings settings) {
    /** The reference of the guard, unless it is of all who only read. */
    Optional<String> guardedBy() {
      return settings
          .find(WriteGuards.SETTING)
          .filter(reference -> !reference.equals(WriteGuards.READ_ONLY));
    }

    /** Returns whether it belongs to one run that does not write in this process now. */
    boolean isOver() {
      return guardedBy()
          .map(reference -> !WriteGuards.isOpen(reference))
          .orElseGet(() -> settings.find(TEMPORARY).isPresent());
    }
  }

  /** Whether some provider serves the scheme. */
  public boolean serves(String scheme) {
    return provider(scheme, settings).isPresent();
  }

  /**
   * The store of the container that the location lies in.
   *
   * @throws SpillwayException (bad input) when nothing serves the scheme, or the settings make no
   *     sense
   */
  public ObjectStore open(Location location) {
    Opened wanted = new Opened(location.container(), settings);
    ObjectStore open = OPEN.get(wanted);
    if (open != null) {
      return open;
    }
    if (OPEN.size() > MOST_GUARDED) {
      OPEN.keySet().removeIf(Opened::isOver);
    }
    return OPEN.computeIfAbsent(wanted, Stores::open);
  }

  /**
   * Returns stores that change nothing without the permission of a guard.
   *
   * @param reference names the permission in every process, see {@link WriteGuards}
   */
  public Stores guardedBy(String reference) {
    return new Stores(settings.with(WriteGuards.SETTING, reference));
  }

  /** Returns stores that refuse every change. */
  public Stores readOnly() {
    return guardedBy(WriteGuards.READ_ONLY);
  }

  /** Returns stores without a guard: for the lease itself, and for the trace of a lost one. */
  public Stores unguarded() {
    return new Stores(settings.only(name -> !name.equals(WriteGuards.SETTING)));
  }

  /** Returns the guard that these stores ask. */
  public WriteGuard guard() {
    return WriteGuards.of(settings);
  }

  /** Drops what was opened in this process with these very settings: the export has ended. */
  public void release() {
    OPEN.keySet().removeIf(opened -> opened.settings().equals(settings));
  }

  /** Drops what was opened for an export that has ended here. */
  static void forgetGuardedBy(String reference) {
    OPEN.keySet().removeIf(opened -> opened.guardedBy().filter(reference::equals).isPresent());
  }

  /**
   * The same stores for data below a root, and what is written through them is data: it has the
   * storage class that was chosen for it. On a file system no key below the root leads out of it
   * through a symbolic link (the way to the root may), folders that become empty below it are
   * removed, and unfinished files have their own folder there. On S3 that folder has notes of the
   * uploads under way, and uploads of keys below the root alone are given up. A crash leaves either
   * behind: {@link ObjectStore#giveUp} what {@link ObjectStore#list} finds in that folder, and
   * delete it.
   *
   * @param root where an export goes
   * @param temporary the folder of what is unfinished, as a key below the root
   */
  public Stores within(Location root, String temporary) {
    Location whole = root.asRoot();
    if (root.scheme().equals("file")) {
      return within(whole.resolve(temporary), confined(root).settings());
    }
    return within(
        whole.resolve(temporary),
        root.isS3()
            ? settings.with(S3_ROOT, whole.path())
            : settings.with(HADOOP_ROOT, whole + "/"));
  }

  /**
   * Returns stores that do not leave a root through a symbolic link below it: nothing that lies
   * below the root is read, written or deleted elsewhere. A root above it that confines these
   * stores already stays. Only folders have links; other roots change nothing.
   *
   * @param root where an export goes
   */
  public Stores confined(Location root) {
    Location whole = root.asRoot();
    if (!root.scheme().equals("file") || whole.path().isEmpty() || isConfining(whole)) {
      return this;
    }
    return new Stores(settings.with(FILE_ROOT, whole.path()));
  }

  private boolean isConfining(Location folder) {
    return settings
        .find(FILE_ROOT)
        .filter(above -> folder.isWithin(folder.container().resolve(above)))
        .isPresent();
  }

  private static Stores within(Location temporary, Settings settings) {
    return new Stores(settings.with(TEMPORARY, temporary.path()));
  }

  /**
   * Returns the same stores for reading files below a folder: no symbolic link below it is
   * followed. What a link leads to is not there.
   */
  public Stores confinedTo(Location folder) {
    return new Stores(settings.with(FILE_ROOT, folder.asRoot().path()));
  }

  /**
   * The same stores, of which one container is opened with settings of its own.
   *
   * @param own by Hadoop's names; they win over the others there
   */
  public Stores with(Location container, Settings own) {
    Settings[] all = {settings};
    String prefix = OF_CONTAINER + container.container();
    own.forEach((name, value) -> all[0] = all[0].with(prefix + name, value));
    return new Stores(all[0]);
  }

  /** Prepares all kinds of stores: {@link StoreProvider#warmUp}. */
  public static void warmUp() {
    PROVIDERS.forEach(StoreProvider::warmUp);
  }

  /** Lets the container be opened anew: for tests that put another store in its place. */
  static void forget(Location container) {
    OPEN.keySet().removeIf(opened -> opened.container().equals(container));
  }

  private static ObjectStore open(Opened wanted) {
    Location container = wanted.container();
    Settings settings = wanted.settings().overlaid(OF_CONTAINER + container);
    StoreProvider provider =
        provider(container.scheme(), settings).orElseThrow(() -> unserved(container.scheme()));
    try {
      return provider.open(container, settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SpillwayException unserved(String scheme) {
    return new SpillwayException(
        SpillwayException.Kind.BAD_INPUT,
        "Nothing here reads or writes "
            + scheme
            + "://: "
            + (CONNECTED.contains(scheme)
                ? "put Hadoop's connector on Spark's class path, or "
                : "")
            + "use s3://BUCKET/PREFIX or file:///DIRECTORY.");
  }

  private static Optional<StoreProvider> provider(String scheme, Settings settings) {
    return PROVIDERS.stream().filter(provider -> provider.serves(scheme, settings)).findFirst();
  }
}
