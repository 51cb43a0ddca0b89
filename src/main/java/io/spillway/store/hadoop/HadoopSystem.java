package io.spillway.store.hadoop;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.util.ReflectionUtils;

/**
 * A file system that Hadoop opens: at the first request, once per container and settings, for the
 * lifetime of the JVM. It bypasses Hadoop's own cache, whose key is the address alone: a cached
 * file system could have the settings of other code, and other code could close it.
 */
final class HadoopSystem {
  /** The prefix of Spillway's own settings, which are not passed to Hadoop. */
  private static final String OWN_SETTINGS = "spillway.";

  /** Schemes that Hadoop can only read, as web pages. */
  private static final Set<String> WEB = Set.of("http", "https");

  private static final Map<Scheme, Boolean> SERVED = new ConcurrentHashMap<>();
  private static final Map<Opened, FileContext> OPEN = new ConcurrentHashMap<>();

  private final Opened which;
  private final HadoopErrors errors;

  private record Scheme(String name, Settings settings) {}

  private record Opened(Location container, Settings settings) {}

  /** A request to the file system. */
  interface Question<T> {
    T of(FileContext files) throws IOException;
  }

  HadoopSystem(Location container, Settings settings) {
    this.which = new Opened(container, hadoops(settings));
    this.errors = new HadoopErrors(container);
  }

  /**
   * Returns the settings without Spillway's own, which differ between runs and do not matter here.
   */
  private static Settings hadoops(Settings settings) {
    return settings.only(name -> !name.startsWith(OWN_SETTINGS));
  }

  /**
   * Returns whether Hadoop has a file system for the scheme, by its settings and on this class
   * path.
   */
  static boolean serves(String scheme, Settings settings) {
    return SERVED.computeIfAbsent(new Scheme(scheme, hadoops(settings)), HadoopSystem::isKnown);
  }

  private static boolean isKnown(Scheme scheme) {
    if (WEB.contains(scheme.name())) {
      return false;
    }
    try {
      FileSystem.getFileSystemClass(scheme.name(), configuration(scheme.settings()));
      return true;
    } catch (IOException | RuntimeException e) {
      return false; // no class is configured for the scheme, or the class is missing
    } catch (LinkageError e) {
      return true; // the class exists but a dependency is missing: opening it reports which
    }
  }

  /**
   * Sends a request to the file system and returns its result. Unchecked exceptions of Hadoop
   * become the cause of an {@link IOException}.
   *
   * @throws StoreException {@code UNREACHABLE} or {@code DENIED} if the file system cannot be
   *     opened
   */
  <T> T ask(Question<T> question) throws IOException {
    FileContext files = context();
    try {
      return question.of(files);
    } catch (RuntimeException e) {
      throw new IOException(e);
    }
  }

  private FileContext context() throws StoreException {
    FileContext known = OPEN.get(which);
    if (known != null) {
      return known;
    }
    try {
      return OPEN.computeIfAbsent(which, HadoopSystem::open);
    } catch (RuntimeException | LinkageError e) {
      throw errors.unopened(e);
    }
  }

  private static FileContext open(Opened wanted) {
    Configuration configuration = configuration(wanted.settings());
    try {
      URI uri =
          new URI(wanted.container().scheme(), wanted.container().authority(), "/", null, null);
      return hasItsOwn(uri.getScheme(), configuration)
          ? FileContext.getFileContext(uri, configuration)
          : FileContext.getFileContext(new Delegating(uri, configuration), configuration);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Returns whether the scheme has the newer of Hadoop's two kinds of file systems. */
  private static boolean hasItsOwn(String scheme, Configuration configuration) {
    String name = configuration.get("fs.AbstractFileSystem." + scheme + ".impl");
    return name != null && configuration.getClassByNameOrNull(name) != null;
  }

  /** An adapter of the older kind of file system to the newer. */
  private static final class Delegating extends DelegateToFileSystem {
    Delegating(URI uri, Configuration configuration) throws IOException, URISyntaxException {
      super(uri, made(uri, configuration), configuration, uri.getScheme(), false);
    }

    private static FileSystem made(URI uri, Configuration configuration) throws IOException {
      return ReflectionUtils.newInstance(
          FileSystem.getFileSystemClass(uri.getScheme(), configuration), configuration);
    }
  }

  /** Returns the settings of the job on top of the configuration files on this class path. */
  private static Configuration configuration(Settings settings) {
    Configuration configuration = new Configuration();
    // Connectors that came with the job are visible to this class's loader, and not to the context
    // loader of every thread.
    configuration.setClassLoader(HadoopSystem.class.getClassLoader());
    settings.forEach(
        (name, value) -> {
          if (!name.startsWith(OWN_SETTINGS)) {
            configuration.set(name, value);
          }
        });
    return configuration;
  }
}
