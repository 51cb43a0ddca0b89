package io.spillway.sandbox;

import io.spillway.base.Bytes;
import io.spillway.base.Location;
import io.spillway.object.Entry;
import io.spillway.sandbox.metadata.IdentityHash;
import io.spillway.sandbox.metadata.RangeLimits;
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
 * A small lakeFS inside this process, for trying Spillway and for its tests. It serves the part of
 * lakeFS's API that Spillway, the lakeFS SDK and lakeFS's Spark client read, and keeps commits in
 * real metarange and range files. It is not lakeFS: its state ends with it, it has one user, and it
 * listens on loopback only.
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

  /** Returns the default options: a free port, a temporary folder, example credentials. */
  public static SandboxOptions options() {
    return SandboxOptions.DEFAULT;
  }

  /**
   * Starts a sandbox, which the caller closes.
   *
   * @throws UncheckedIOException if the port is taken or the folder cannot be written
   */
  public static Sandbox start(SandboxOptions options) {
    try {
      Path home = Files.createTempDirectory("spillway-sandbox");
      try {
        return start(options, home);
      } catch (IOException | RuntimeException e) {
        LocalFolders.delete(home);
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

  /** Returns the URL of the API, for example {@code http://127.0.0.1:8000/api/v1}. */
  public String url() {
    return "http://127.0.0.1:" + server.port() + "/api/v1";
  }

  /** Returns the access key id that the sandbox accepts. */
  public String accessKey() {
    return options.accessKey();
  }

  /** Returns the secret access key that the sandbox accepts. */
  public String secretKey() {
    return options.secretKey();
  }

  /** Returns the last 200,000 requests in the order of their arrival. */
  public List<Request> requests() {
    return server.traffic().requests();
  }

  /** Removes the recorded requests. */
  public void forgetRequests() {
    server.traffic().forgetRequests();
  }

  /**
   * Rejects matching requests from now on with an error in lakeFS's format: as an overloaded server
   * (429, 503), as an older one that lacks a part of the API (404), or as a broken one (500).
   */
  public void refuse(Predicate<Request> which, int status, String message) {
    server.traffic().refuse(which, new Refusal(status, message));
  }

  /** Ends all rejections. */
  public void refuseNothing() {
    server.traffic().refuseNothing();
  }

  /** Creates a repository with its data in the sandbox's folder. */
  public Repo createRepository(String id) {
    return createRepository(id, new Location(Storage.LOCAL, id, ""));
  }

  /**
   * Creates a repository.
   *
   * @param storageNamespace location of its data: {@code local://…} is in the sandbox's folder,
   *     every other scheme in the stores of the options
   * @throws IllegalStateException if the name is taken or nothing serves the namespace
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
   * Creates a repository and commits every regular file of a folder to its branch {@code main}.
   * Copies the files.
   *
   * @return a sentence for the user that describes the import
   * @throws IllegalStateException if a repository with that name exists
   * @throws UncheckedIOException if the folder cannot be read
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
   * Returns the repository with the given name, whether created here or through the API.
   *
   * @throws IllegalStateException if it does not exist
   */
  public Repo repository(String id) {
    return catalog.repository(id);
  }

  /**
   * Returns an entry without data behind it, for commits of many objects. Equal arguments give
   * equal entries.
   *
   * @param size of the object in bytes, as the entry states it
   */
  public static Entry syntheticEntry(String key, long size) {
    byte[] hash = IdentityHash.digest("MD5").digest((size + key).getBytes(StandardCharsets.UTF_8));
    String name = HexFormat.of().formatHex(hash);
    Bytes identity = IdentityHash.ofObject(size, name, Map.of(), Branch.UNTYPED);
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

  /**
   * Returns a text for the user who starts a sandbox: its nature, its address and its credentials.
   */
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

  /** Stops the server and deletes temporary files; a folder from the options stays. */
  @Override
  public void close() {
    server.close();
    catalog.close();
    LocalFolders.delete(home);
  }
}
