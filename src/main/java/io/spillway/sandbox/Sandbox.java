package io.spillway.sandbox;

import io.spillway.Bytes;
import io.spillway.Location;
import io.spillway.lakefs.Entry;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A small lakeFS inside this process, for trying Spillway and for its tests. It speaks the part of
 * lakeFS's API that Spillway, the lakeFS SDK and lakeFS's Spark client read, and keeps commits in
 * real metarange and range files. It is not lakeFS: it forgets everything when it ends, knows one
 * user, and listens on loopback only.
 */
public final class Sandbox implements Closeable {
  private final Server server;
  private final Catalog catalog;
  private final SandboxOptions options;
  private final Path home;

  private Sandbox(Server server, Catalog catalog, SandboxOptions options, Path home) {
    this.server = server;
    this.catalog = catalog;
    this.options = options;
    this.home = home;
  }

  /** The usual: a free port, a temporary folder, example credentials. */
  public static SandboxOptions options() {
    return SandboxOptions.DEFAULT;
  }

  /**
   * Starts a sandbox; close it to end it.
   *
   * @throws UncheckedIOException when the port is taken or the folder cannot be written
   */
  public static Sandbox start(SandboxOptions options) {
    try {
      Path home = Files.createTempDirectory("spillway-sandbox");
      try {
        return start(options, home);
      } catch (IOException | RuntimeException e) {
        Folders.delete(home);
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Sandbox start(SandboxOptions options, Path home) throws IOException {
    Path folder = options.folder();
    Storage storage = new Storage(folder == null ? home.resolve("data") : folder, options.stores());
    InstantSource clock = InstantSource.system();
    Catalog catalog = new Catalog(storage, home.resolve("cache"), clock);
    Routes routes = routes(catalog, options, clock);
    Server server = new Server(options.port(), options.accessKey(), options.secretKey(), routes);
    return new Sandbox(server, catalog, options, home);
  }

  private static Routes routes(Catalog catalog, SandboxOptions options, InstantSource clock) {
    boolean onS3 = catalog.storage().hasStores();
    ObjectJson json = new ObjectJson(catalog.storage(), clock, options.links());
    Routes routes = new Routes();
    new ConfigRoutes(onS3 ? "s3" : Storage.LOCAL, onS3 && options.links() != null).addTo(routes);
    new RepositoryRoutes(catalog, options.ranges()).addTo(routes);
    new ObjectRoutes(catalog, json).addTo(routes);
    new DiffRoutes(catalog).addTo(routes);
    new MetadataRoutes(catalog, json).addTo(routes);
    return routes;
  }

  /** Its API, say {@code http://127.0.0.1:8000/api/v1}. */
  public String url() {
    return "http://127.0.0.1:" + server.port() + "/api/v1";
  }

  /** The access key id that it accepts. */
  public String accessKey() {
    return options.accessKey();
  }

  /** The secret access key that it accepts. */
  public String secretKey() {
    return options.secretKey();
  }

  /** The requests it received, the last 200,000, in the order in which they came. */
  public List<Request> requests() {
    return server.traffic().requests();
  }

  /** Forgets the requests so far. */
  public void forgetRequests() {
    server.traffic().forgetRequests();
  }

  /**
   * Refuses requests from now on, in lakeFS's form of an error: as an overloaded server (429, 503),
   * one that is older and lacks a part (404), or a broken one (500).
   */
  public void refuse(Predicate<Request> which, int status, String message) {
    server.traffic().refuse(which, new Refusal(status, message));
  }

  /** Ends all refusals. */
  public void refuseNothing() {
    server.traffic().refuseNothing();
  }

  /** Makes a repository with its data in the sandbox's folder. */
  public Repo createRepository(String id) {
    return createRepository(id, new Location(Storage.LOCAL, id, ""));
  }

  /**
   * Makes a repository.
   *
   * @param storageNamespace where its data goes: {@code local://…} is the sandbox's folder, all
   *     else lies in the stores of the options
   * @throws IllegalStateException when there is one by that name, or nothing serves the namespace
   */
  public Repo createRepository(String id, Location storageNamespace) {
    return createRepository(id, storageNamespace, options.ranges());
  }

  Repo createRepository(String id, Location storageNamespace, RangeLimits limits) {
    try {
      return catalog.create(id, storageNamespace, "main", limits);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Makes a repository and commits every regular file of a folder to its branch {@code main}. The
   * files are copied.
   *
   * @return what was done, in a sentence for the user
   * @throws IllegalStateException when there is a repository by that name
   * @throws UncheckedIOException when the folder cannot be read
   */
  public String importFolder(String repository, Path folder) {
    Repo repo = createRepository(repository);
    try {
      return FolderImport.into(repo, folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The repository by that name, made here or through the API.
   *
   * @throws IllegalStateException when there is none
   */
  public Repo repository(String id) {
    return catalog.repository(id);
  }

  /**
   * An entry without data behind it, for commits of many. The same arguments give the same entry.
   *
   * @param size bytes that it claims to have
   */
  public static Entry syntheticEntry(String key, long size) {
    byte[] hash = Identity.digest("MD5").digest((size + key).getBytes(StandardCharsets.UTF_8));
    String name = HexFormat.of().formatHex(hash);
    Bytes identity = Identity.ofObject(size, name, Map.of(), Branch.UNTYPED);
    return new Entry(
        Bytes.of(key),
        "data/synthetic/" + name,
        true,
        size,
        name,
        1_700_000_000,
        Map.of(),
        Branch.UNTYPED,
        identity);
  }

  /** What to tell whoever starts one: what it is, where it listens, how to get in. */
  public String description() {
    return String.join(
        System.lineSeparator(),
        "This is Spillway's sandbox, not lakeFS.",
        "It listens on this machine alone, and forgets everything when it ends.",
        "  lakefs.api.url         " + url(),
        "  lakefs.api.access_key  " + accessKey(),
        "  lakefs.api.secret_key  " + secretKey(),
        "");
  }

  /** Ends the server and removes what was temporary; a folder that was given stays. */
  @Override
  public void close() {
    server.close();
    catalog.close();
    Folders.delete(home);
  }
}
