package io.spillway.testing;

import io.spillway.ApiClient;
import io.spillway.Exporter;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.object.Entry;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.sandbox.Sandbox;
import io.spillway.store.ObjectStore;
import io.spillway.store.Stores;
import io.spillway.store.s3.RecordedRequest;
import io.spillway.store.s3.S3Server;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A lakeFS whose objects lie on a real S3 server, which the export goes to as well. */
public final class S3Lake implements AutoCloseable, BeforeAllCallback, AfterAllCallback {
  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static final String LAKE = "lake";

  /** The bucket that exports go to. */
  public static final String OUT = "out";

  private final S3Server.Kind kind;
  private S3Server server;
  private Stores stores;
  private Sandbox sandbox;

  private S3Lake(S3Server.Kind kind) {
    this.kind = kind;
  }

  /** Both for all tests of a class: an extension, to be registered as a static field. */
  public static S3Lake on(S3Server.Kind kind) {
    return new S3Lake(kind);
  }

  /** Starts both, and tells Spark how to reach the S3 server. */
  public static S3Lake start(S3Server.Kind kind) throws IOException {
    S3Lake lake = on(kind);
    lake.start();
    return lake;
  }

  private void start() throws IOException {
    server = S3Server.start(kind);
    server.makeBucket(LAKE);
    server.makeBucket(OUT);
    Configuration hadoop = TestSpark.session().sparkContext().hadoopConfiguration();
    server.settings().forEach(hadoop::set);
    stores = new Stores(Settings.of(server.settings()));
    sandbox = Sandbox.start(Sandbox.options().stores(stores));
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    start();
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    close();
  }

  /** The S3 server. */
  public S3Server server() {
    return server;
  }

  /** The lakeFS server. */
  public Sandbox sandbox() {
    return sandbox;
  }

  /** A new repository. */
  public Repo repository() {
    String name = "repo-" + COUNTER.incrementAndGet();
    return sandbox.createRepository(name, new Location("s3", LAKE, name));
  }

  /** Puts all of a listing, in parallel. */
  public void put(Branch branch, List<Listing.Item> items) {
    items.parallelStream().forEach(item -> branch.put(item.path(), item.body(), item.attributes()));
  }

  /** An exporter to {@code s3://out/<prefix>}. */
  public Exporter exporter(Repo repo, String prefix) {
    return new Exporter(TestSpark.session(), client(), repo.id(), "s3://" + OUT + "/" + prefix);
  }

  /** How to reach lakeFS. */
  public ApiClient client() {
    return new ApiClient(sandbox.url(), sandbox.accessKey(), sandbox.secretKey());
  }

  /** The bucket that exports go to, read past the recording. */
  public ObjectStore out() {
    return stores.open(new Location("s3", OUT, ""));
  }

  /** Puts other bytes in the place of an entry's data. */
  public void overwrite(Repo repo, Entry entry, byte[] content) {
    repo.overwrite(entry.location(repo.storageNamespace()), content);
  }

  /** The requests that pass. */
  public List<RecordedRequest> requests(Predicate<RecordedRequest> which) {
    return server.requests().stream().filter(which).toList();
  }

  /**
   * The keys that were written under a prefix of the bucket that exports go to, in the order of
   * their first writes.
   */
  public List<String> written(String prefix) {
    Map<String, Boolean> seen = new ConcurrentHashMap<>();
    return requests(request -> request.method().equals("PUT") && request.bucket().equals(OUT))
        .stream()
        .map(RecordedRequest::key)
        .filter(key -> key.startsWith(prefix + "/") && seen.put(key, true) == null)
        .map(key -> key.substring(prefix.length() + 1))
        .toList();
  }

  @Override
  public void close() throws IOException {
    Configuration hadoop = TestSpark.session().sparkContext().hadoopConfiguration();
    server.settings().keySet().forEach(hadoop::unset);
    sandbox.close();
    server.close();
  }
}
