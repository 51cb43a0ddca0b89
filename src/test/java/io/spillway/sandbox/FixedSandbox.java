package io.spillway.sandbox;

import io.spillway.base.Location;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A sandbox whose clock stands still. A commit's id is a hash of its content and its time, so each
 * start gives the same content the same ids.
 */
public final class FixedSandbox implements Closeable {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-21T09:00:00Z"));
  private static final SandboxOptions OPTIONS = Sandbox.options().ranges(20, 10);

  private final Path home;
  private final Catalog catalog;
  private final Server server;

  private FixedSandbox(Path home) throws IOException {
    this.home = home;
    this.catalog =
        new Catalog(new Storage(home.resolve("data"), null), home.resolve("cache"), CLOCK);
    this.server = new Server(0, OPTIONS.accessKey(), OPTIONS.secretKey(), routes(catalog));
  }

  /** Starts one on a free port, with its data in a temporary folder. */
  public static FixedSandbox start() throws IOException {
    return new FixedSandbox(Files.createTempDirectory("spillway-fixed-sandbox"));
  }

  private static Routes routes(Catalog catalog) {
    ObjectJson json =
        new ObjectJson(catalog.storage(), InstantSource.system(), Duration.ofMinutes(15));
    Routes routes = new Routes();
    new ConfigRoutes(Storage.LOCAL, false).addTo(routes);
    new RepositoryRoutes(catalog, OPTIONS.ranges()).addTo(routes);
    new ObjectRoutes(catalog, json).addTo(routes);
    new DiffRoutes(catalog).addTo(routes);
    new MetadataRoutes(catalog, json).addTo(routes);
    return routes;
  }

  /** Returns the URL of its API. */
  public String url() {
    return "http://127.0.0.1:" + server.port() + "/api/v1";
  }

  /** Returns the access key id that it accepts. */
  public String accessKey() {
    return OPTIONS.accessKey();
  }

  /** Returns the secret access key that it accepts. */
  public String secretKey() {
    return OPTIONS.secretKey();
  }

  /** Creates a repository with its data in the temporary folder. */
  public Repo createRepository(String id) throws IOException {
    return catalog.create(id, new Location(Storage.LOCAL, id, ""), "main", OPTIONS.ranges());
  }

  /** Holds back the first request that matches, and all that come after it. */
  public Block block(Predicate<Request> which) {
    Block block = new Block();
    // It is asked under the lock that every request takes.
    server.traffic().refuse(request -> block.holds(which.test(request)), new Refusal(503, ""));
    return block;
  }

  /** Requests that are held back until it is closed. */
  public final class Block implements AutoCloseable {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    private Block() {}

    private boolean holds(boolean matches) {
      if (matches && opened.getCount() > 0) {
        reached.countDown();
        try {
          opened.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return false;
    }

    /** Returns whether a request is held back, after waiting for one for so many milliseconds. */
    public boolean isReached(long millis) throws InterruptedException {
      return reached.await(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
      opened.countDown();
      server.traffic().refuseNothing();
    }
  }

  @Override
  public void close() {
    server.close();
    catalog.close();
    LocalFolders.delete(home);
  }
}
