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
import java.util.stream.Collectors;

/**
 * The stores that one set of settings opens. It is serialized to the workers; each JVM opens a
 * container once and keeps it open.
 *
 * @param settings settings by Hadoop's names
 */
public record Stores(Settings settings) implements Serializable {
  /** The folder that keys below it must not leave, as a key of the {@code file} store. */
  public static final String FILE_ROOT = "spillway.file.root";

  /**
   * The folder that keys below it must not leave, on a file system that Hadoop serves: a whole
   * location that ends with a slash.
   */
  public static final String HADOOP_ROOT = "spillway.hadoop.root";

  /** The folder in a bucket that an export writes to, as a key without a trailing slash. */
  public static final String S3_ROOT = "spillway.s3.root";

  /**
   * The folder for unfinished objects, as a key of the root's store: for files, which should be on
   * the root's file system, or for notes on uploads to S3.
   */
  public static final String TEMPORARY = "spillway.tmp";

  /** The maximum number of requests in flight to one container: a whole number. */
  public static final String MAX_CONCURRENCY = "spillway.max.concurrency";

  /** The default of {@link #MAX_CONCURRENCY}. */
  public static final int CONCURRENCY = 64;

  /**
   * The client of requests to S3: {@code direct}, or {@code sdk} for that of the AWS SDK alone.
   * Users set it as {@code spark.spillway.s3.client}.
   */
  public static final String S3_CLIENT = "spillway.s3.client";

  /** The prefix of settings that apply to one container; the container follows it. */
  private static final String OF_CONTAINER = "spillway.of.";

  private static final Map<Opened, ObjectStore> OPEN = new ConcurrentHashMap<>();
  private static final List<StoreProvider> PROVIDERS =
      ServiceLoader.load(StoreProvider.class, Stores.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .sorted(Comparator.comparing(StoreProvider::isLastResort))
          .toList();

  /** The maximum number of stores that are kept for exports that may have ended. */
  private static final int MOST_GUARDED = 256;

  private record Opened(Location container, Settings settings) {
    /** Returns the reference of the guard, unless it is the one that all readers share. */
    Optional<String> guardedBy() {
      return settings
          .find(WriteGuards.SETTING)
          .filter(reference -> !reference.equals(WriteGuards.READ_ONLY));
    }

    /** Returns whether the store belongs to a single run that no longer writes in this process. */
    boolean isOver() {
      return guardedBy()
          .map(reference -> !WriteGuards.isOpen(reference))
          .orElseGet(() -> settings.find(TEMPORARY).isPresent());
    }
  }

  /** Returns the known schemes of all providers, which may lack a library that serves them. */
  public static Set<String> schemes() {
    return PROVIDERS.stream()
        .flatMap(provider -> provider.schemes().stream())
        .collect(Collectors.toSet());
  }

  /** Returns whether a provider serves the scheme. */
  public boolean serves(String scheme) {
    return provider(scheme, settings).isPresent();
  }

  /**
   * Returns the store of the location's container; opens it if necessary.
   *
   * @throws SpillwayException (bad input) if no provider serves the scheme, or the settings are
   *     invalid
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
   * @param reference the reference of the permission, valid in every process; see {@link
   *     WriteGuards}
   */
  public Stores guardedBy(String reference) {
    return new Stores(settings.with(WriteGuards.SETTING, reference));
  }

  /** Returns stores that refuse every change. */
  public Stores readOnly() {
    return guardedBy(WriteGuards.READ_ONLY);
  }

  /**
   * Returns stores without a guard: for the lease itself, and for recording that a lease was lost.
   */
  public Stores unguarded() {
    return new Stores(settings.only(name -> !name.equals(WriteGuards.SETTING)));
  }

  /** Returns the guard that these stores ask. */
  public WriteGuard guard() {
    return WriteGuards.of(settings);
  }

  /**
   * Drops the stores that were opened in this process with these settings: the export has ended.
   */
  public void release() {
    OPEN.keySet().removeIf(opened -> opened.settings().equals(settings));
  }

  /** Drops the stores that were opened for an export that has ended in this process. */
  static void forgetGuardedBy(String reference) {
    OPEN.keySet().removeIf(opened -> opened.guardedBy().filter(reference::equals).isPresent());
  }

  /**
   * Returns stores for data below a root. Objects that they write are data and have the storage
   * class that was chosen for data. On a file system no key below the root leads out of it through
   * a symbolic link (the path to the root may contain links), folders below it that become empty
   * are removed, and unfinished files are kept in their own folder there. On S3 that folder holds
   * notes on the uploads under way, and only uploads of keys below the root are given up. A crash
   * leaves files or notes behind: {@link ObjectStore#giveUp} the objects that {@link
   * ObjectStore#list} finds in that folder, and delete them.
   *
   * @param root the root of the export's destination
   * @param temporary the folder of unfinished objects, as a key below the root
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
   * Returns stores that do not leave a root through a symbolic link below it: no key below the root
   * is read, written or deleted elsewhere. If a root above it already confines these stores, that
   * root remains in effect. Only folders have links; other roots change nothing.
   *
   * @param root the root of the export's destination
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
   * Returns stores for reading files below a folder: no symbolic link below it is followed. The
   * target of a link counts as absent.
   */
  public Stores confinedTo(Location folder) {
    return new Stores(settings.with(FILE_ROOT, folder.asRoot().path()));
  }

  /**
   * Returns a copy that opens one container with settings of its own.
   *
   * @param own settings by Hadoop's names, which take precedence over the others for this container
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

  /** Drops the open store of a container, so that tests can replace it. */
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
            + (schemes().contains(scheme)
                ? "put Hadoop's connector on Spark's class path, or "
                : "")
            + "use s3://BUCKET/PREFIX or file:///DIRECTORY.");
  }

  private static Optional<StoreProvider> provider(String scheme, Settings settings) {
    return PROVIDERS.stream().filter(provider -> provider.serves(scheme, settings)).findFirst();
  }
}
