package io.spillway.bench;

import io.spillway.base.Location;
import io.spillway.object.Entry;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.sandbox.Sandbox;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.Stores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntConsumer;
import software.amazon.awssdk.services.s3.S3Client;

/** A lakeFS whose objects lie on an S3 server of a benchmark, filled once. */
final class Lake implements AutoCloseable {
  /** The bucket that is exported to. */
  static final String OUT = "out";

  private static final String LAKE = "lake";
  private static final String PLAIN = "plain";
  private static final int OBJECTS_PER_FOLDER = 100;
  private static final int FILLERS = 32;

  /** One object in so many is changed, and one deleted, and one added. */
  private static final int CHANGED = 20;

  private static final int COPIED = 1000;

  private final BenchServer server;
  private final Sandbox sandbox;
  private final Repo repo;
  private final List<String> commits = new ArrayList<>();
  private boolean plain;

  /**
   * How to reach a lakeFS.
   *
   * @param url of its API
   */
  record Login(String url, String accessKey, String secretKey) {
    /** As Spark's settings. */
    Map<String, String> settings() {
      return Map.of(
          "spark.hadoop.lakefs.api.url", url,
          "spark.hadoop.lakefs.api.access_key", accessKey,
          "spark.hadoop.lakefs.api.secret_key", secretKey);
    }

    @Override
    public String toString() {
      return "lakeFS at " + url;
    }
  }

  private Lake(String name) throws IOException {
    this.server = BenchServer.start();
    List.of(LAKE, PLAIN, OUT).forEach(server::makeBucket);
    String run = Long.toString(System.currentTimeMillis(), 36);
    this.sandbox = Sandbox.start(Sandbox.options().stores(new Stores(server.direct().settings())));
    this.repo = sandbox.createRepository(name, new Location("s3", LAKE, name + "-" + run));
  }

  /** So many objects of 1 to 20 KiB in a first commit, and a second one that changes some. */
  static Lake small(int objects) throws IOException, InterruptedException {
    Lake lake = new Lake("small");
    Branch main = lake.repo.branch("main");
    Threads.each(FILLERS, objects, i -> main.put(key(i), content(i)));
    lake.commits.add(main.commit("all"));
    IntConsumer change = i -> change(main, i);
    Threads.each(FILLERS, objects, change);
    for (int i = 1; i < objects; i += COPIED) {
      Entry entry = lake.repo.object(lake.commits.get(0), key(i));
      main.stage(moved(entry, key(i) + ".copy"));
    }
    lake.commits.add(main.commit("some of them"));
    return lake;
  }

  /** So many objects of that size. */
  static Lake large(int objects, int size) throws IOException {
    Lake lake = new Lake("large");
    Branch main = lake.repo.branch("main");
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    for (int i = 0; i < objects; i++) {
      content[0] = (byte) i;
      main.put(key(i), Body.of(content), Attributes.ofType(Branch.UNTYPED));
    }
    lake.commits.add(main.commit("all"));
    return lake;
  }

  private static void change(Branch main, int i) {
    switch (i % CHANGED) {
      case 0 -> main.put(key(i), content(-1 - i));
      case 5 -> main.put(key(i) + ".added", content(i));
      case 10 -> main.delete(key(i));
      default -> {
        // stays
      }
    }
  }

  private static Entry moved(Entry entry, String key) {
    return new Entry(
        io.spillway.base.Bytes.of(key),
        entry.address(),
        entry.relative(),
        entry.size(),
        entry.checksum(),
        entry.modified(),
        entry.metadata(),
        entry.contentType(),
        entry.identity());
  }

  private static String key(int i) {
    return String.format(
        Locale.ROOT, "table/day=%04d/part-%06d.parquet", i / OBJECTS_PER_FOLDER, i);
  }

  private static byte[] content(int seed) {
    Random random = new Random(seed);
    byte[] content = new byte[1024 + random.nextInt(19 * 1024)];
    random.nextBytes(content);
    return content;
  }

  /** Copies the objects of the first commit to where they lie under their own names. */
  void layPlain() throws InterruptedException {
    List<Work.Item> items = List.copyOf(items(commits.get(0)).values());
    try (S3Client client = server.direct().client(FILLERS)) {
      Threads.each(
          FILLERS,
          items.size(),
          i ->
              client.copyObject(
                  request ->
                      request
                          .sourceBucket(items.get(i).bucket())
                          .sourceKey(items.get(i).key())
                          .destinationBucket(PLAIN)
                          .destinationKey(repo.id() + "/" + items.get(i).name())));
    }
    plain = true;
  }

  /** All of the first commit, to an empty destination. */
  Work full() {
    return new Work(
        repo.id(),
        commits.get(0),
        Optional.empty(),
        List.of(),
        List.copyOf(items(commits.get(0)).values()),
        List.of(),
        plain ? Optional.of(PLAIN + "/" + repo.id()) : Optional.empty());
  }

  /** The second commit, to a destination that holds the first. */
  Work diff() {
    Map<String, Work.Item> before = items(commits.get(0));
    Map<String, Work.Item> after = items(commits.get(1));
    return new Work(
        repo.id(),
        commits.get(1),
        Optional.of(commits.get(0)),
        List.copyOf(before.values()),
        after.values().stream().filter(item -> !item.equals(before.get(item.name()))).toList(),
        before.keySet().stream().filter(name -> !after.containsKey(name)).toList(),
        Optional.empty());
  }

  private Map<String, Work.Item> items(String commit) {
    Map<String, Work.Item> items = new LinkedHashMap<>();
    for (Entry entry : repo.objects(commit)) {
      Location at = entry.location(repo.storageNamespace());
      items.put(entry.path(), new Work.Item(at.authority(), at.path(), entry.path(), entry.size()));
    }
    return items;
  }

  BenchServer server() {
    return server;
  }

  Login login() {
    return new Login(sandbox.url(), sandbox.accessKey(), sandbox.secretKey());
  }

  @Override
  public void close() throws IOException {
    server.clear(LAKE, repo.storageNamespace().path());
    server.clear(PLAIN, repo.id() + "/");
    sandbox.close();
    server.close();
  }
}
