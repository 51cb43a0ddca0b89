package io.spillway.sandbox;

import io.spillway.base.Location;
import io.spillway.sandbox.metadata.RangeLimits;
import io.spillway.store.Body;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;

/** The repositories of a sandbox. */
final class Catalog implements Closeable {
  private static final Pattern REPOSITORY_ID = Pattern.compile("[a-z0-9][a-z0-9-]{2,62}");

  private final Storage storage;
  private final Path cache;
  private final InstantSource clock;
  private final ConcurrentSkipListMap<String, Repo> repositories = new ConcurrentSkipListMap<>();

  /**
   * Creates a catalog without repositories.
   *
   * @param cache a folder for copies of metadata files
   */
  Catalog(Storage storage, Path cache, InstantSource clock) {
    this.storage = storage;
    this.cache = cache;
    this.clock = clock;
  }

  Storage storage() {
    return storage;
  }

  ConcurrentNavigableMap<String, Repo> repositories() {
    return repositories;
  }

  Repo repository(String id) {
    checkId(id);
    Repo repo = repositories.get(id);
    if (repo == null) {
      throw Refusal.notFound("repository not found");
    }
    return repo;
  }

  synchronized Repo create(String id, Location namespace, String branch, RangeLimits limits)
      throws IOException {
    checkId(id);
    if (repositories.containsKey(id)) {
      throw new Refusal(409, "error creating repository: not unique");
    }
    Location root = namespace.asRoot();
    if (!storage.serves(root)) {
      throw Refusal.badRequest("This sandbox keeps nothing at " + root.scheme() + "://");
    }
    if (repositories.values().stream().anyMatch(repo -> repo.storageNamespace().equals(root))) {
      throw Refusal.badRequest("found lakeFS objects in the storage namespace: already in use");
    }
    MetadataStore files = new MetadataStore(cache.resolve(id), storage, root);
    // lakeFS writes this object to check that it may write.
    storage.write(files.location("dummy"), Body.of("dummy".getBytes(StandardCharsets.UTF_8)));
    Repo repo = new Repo(id, root, branch, storage, files, limits, clock);
    repositories.put(id, repo);
    return repo;
  }

  private static void checkId(String id) {
    if (!REPOSITORY_ID.matcher(id).matches()) {
      throw Refusal.badRequest(
          "argument repository: repository id: invalid value: validation error");
    }
  }

  @Override
  public void close() {
    repositories.values().forEach(Repo::close);
  }
}
