package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.base.SpillwayException;
import io.spillway.export.ExportOptions;
import io.spillway.ledger.Marker;
import io.spillway.object.Entry;
import io.spillway.outcome.Failure;
import io.spillway.report.ExportFailedException;
import io.spillway.report.ExportReport;
import io.spillway.request.Conduct;
import io.spillway.request.ProgressListener;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.RetryPolicy;
import io.spillway.store.Stores;
import io.spillway.store.s3.FaultyProxy;
import io.spillway.store.s3.RecordedRequest;
import io.spillway.testing.S3Lake;
import io.spillway.testing.TestSpark;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * A commit on S3, an empty destination, and a {@link FaultyProxy} that all requests of its exports
 * to S3 go through; the test's own do not. Each has a proxy of its own and so S3 clients of its
 * own, whose retries nobody has used up.
 */
final class Trial implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final String ENDPOINT = "fs.s3a.endpoint";

  /** How the bytes get there. */
  enum Way {
    /** S3 copies. */
    SERVER_SIDE,
    /** To what is another S3 server, as far as its client can know. */
    STREAMED,
    /** Into a folder. */
    FOLDER
  }

  private final S3Lake lake;
  private final Way way;
  private final FaultyProxy proxy;
  private final Repo repo;
  private final Branch main;
  private final Location root;
  private final ObjectStore out;
  private final Map<String, String> before = new TreeMap<>();
  private final Map<String, Entry> entries = new TreeMap<>();
  private final Map<String, String> expected = new TreeMap<>();
  private ApiClient server;
  private Conduct conduct = Conduct.DEFAULT;
  private Duration retries = Duration.ofSeconds(6);
  private KeyFilter filter = new SparkFilter();

  /**
   * A trial with an empty repository.
   *
   * @param folder for a destination that is one
   */
  Trial(S3Lake lake, Way way, Path folder) throws IOException {
    this.lake = lake;
    this.way = way;
    this.proxy = FaultyProxy.before(lake.server().endpoint());
    this.repo = lake.repository();
    this.main = repo.branch("main");
    String name = "trial-" + NUMBER.incrementAndGet();
    this.root =
        way == Way.FOLDER
            ? Location.parse("file://" + folder.resolve(name)).asRoot()
            : new Location("s3", S3Lake.OUT, name).asRoot();
    this.out = way == Way.FOLDER ? new Stores(Settings.of(Map.of())).open(root) : lake.out();
    this.server = lake.client();
    set(ENDPOINT, proxy.endpoint("127.0.0.1"));
    if (way == Way.STREAMED) {
      set("fs.s3a.bucket." + S3Lake.OUT + ".endpoint", proxy.endpoint("localhost"));
    }
  }

  /** What goes wrong is told to it. */
  FaultyProxy proxy() {
    return proxy;
  }

  /** A setting of the exports by Hadoop's name, until the end. */
  Trial set(String name, String value) {
    Configuration hadoop = TestSpark.session().sparkContext().hadoopConfiguration();
    before.putIfAbsent(name, String.valueOf(hadoop.getRaw(name)));
    hadoop.set(name, value);
    return this;
  }

  Trial unset(String name) {
    set(name, "");
    TestSpark.session().sparkContext().hadoopConfiguration().unset(name);
    return this;
  }

  /** Sockets that wait no longer than that for the next bytes. */
  Trial impatient(int millis) {
    return set("fs.s3a.connection.timeout", String.valueOf(millis));
  }

  /** Another way to the lakeFS server. */
  Trial asking(ApiClient other) {
    server = other;
    return this;
  }

  Trial with(Conduct other) {
    conduct = other;
    return this;
  }

  Trial with(KeyFilter other) {
    filter = other;
    return this;
  }

  /** Puts objects {@code d/00} and so on, with attributes, and one without a byte. */
  Trial some(int count) {
    for (int i = 0; i < count; i++) {
      String key = (i % 2 == 0 ? "d/" : "e é/") + (char) ('a' + i % 26) + i / 26;
      put(key, ("content of " + key).repeat(1 + i * 7).getBytes(StandardCharsets.UTF_8));
    }
    return put("empty", new byte[0]);
  }

  /** Puts an object. */
  Trial put(String key, byte[] content) {
    Attributes attributes = new Attributes("text/x-" + key.length(), Map.of("owner", "größe"));
    return put(key, content, attributes);
  }

  Trial put(String key, byte[] content, Attributes attributes) {
    entries.put(key, main.put(key, Body.of(content), attributes));
    expected.put(key, text(content, attributes));
    return this;
  }

  /** Puts one that is written in two parts. */
  Trial large(String key) {
    byte[] content = new byte[(8 << 20) + 777];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i * 31 + (i >>> 8));
    }
    return put(key, content);
  }

  Trial delete(String key) {
    main.delete(key);
    entries.remove(key);
    expected.remove(key);
    return this;
  }

  Trial commit() {
    main.commit("next");
    return this;
  }

  Entry entry(String key) {
    return entries.get(key);
  }

  Repo repo() {
    return repo;
  }

  /** An object's whole key at the destination. */
  String key(String path) {
    return root.resolve(path).path();
  }

  /** Requests about an object of the commit at its destination. */
  Predicate<RecordedRequest> to(String path) {
    return request -> request.bucket().equals(S3Lake.OUT) && request.key().equals(key(path));
  }

  /** Requests about all objects of the commit at their destinations. */
  Predicate<RecordedRequest> toData() {
    return request ->
        request.bucket().equals(S3Lake.OUT)
            && request.key().startsWith(key(""))
            && isData(request.key().substring(key("").length()));
  }

  /** Requests about a file of the ledger, by the beginning of its path. */
  Predicate<RecordedRequest> toLedger(String start) {
    return request ->
        request.bucket().equals(S3Lake.OUT) && request.key().startsWith(key("_spillway/" + start));
  }

  /** Requests about markers. */
  Predicate<RecordedRequest> toMarker() {
    return request ->
        request.bucket().equals(S3Lake.OUT) && request.key().startsWith(key("EXPORT_"));
  }

  /** Reads of an object of the commit where it lies. */
  Predicate<RecordedRequest> readOf(String path) {
    String key = entry(path).location(repo.storageNamespace()).path();
    return request -> request.method().equals("GET") && request.key().equals(key);
  }

  /** Reads of any object of the commit where it lies, but not of metadata. */
  Predicate<RecordedRequest> reads() {
    String folder = repo.storageNamespace().path();
    return request -> request.method().equals("GET") && request.key().startsWith(folder + "/data/");
  }

  /** Reads of metadata files where they lie. */
  Predicate<RecordedRequest> readsOfMetadata() {
    String folder = repo.storageNamespace().path();
    return request ->
        request.method().equals("GET") && request.key().startsWith(folder + "/_lakefs/");
  }

  static Predicate<RecordedRequest> by(String method) {
    return request -> request.method().equals(method);
  }

  /** How an export ended. */
  record Ended(@Nullable ExportReport report, @Nullable SpillwayException failure) {
    /** What it says has failed. */
    List<Failure> failures() {
      return failure instanceof ExportFailedException failed
          ? failed.report().failures()
          : List.of();
    }

    @Override
    public String toString() {
      return report != null ? "SUCCESS " + report.objects() : failure + " " + failures();
    }
  }

  /** Lets requests be sent again for as long as users have it by default. */
  void beAsPatientAsUsers() {
    retries = Duration.ofMinutes(2);
  }

  /** Exports the head of the branch. Only what users are told may come out. */
  Ended export() {
    ExportOptions options =
        ExportOptions.DEFAULT.with(filter, 2).with(conduct).with(new RetryPolicy(retries));
    try {
      return new Ended(
          new Exporter(
                  TestSpark.session(),
                  server,
                  repo.id(),
                  root.toString(),
                  options,
                  ProgressListener.NONE)
              .exportAllFromBranch("main"),
          null);
    } catch (SpillwayException e) {
      return new Ended(null, e);
    }
  }

  /** SUCCESS, and the destination equals the commit. */
  ExportReport shouldSucceed() {
    Ended ended = export();
    ExportReport report = ended.report();
    assertThat(report).as("%s", ended).isNotNull();
    shouldHoldTheCommit();
    assertThat(markers(true)).isNotEmpty();
    return report;
  }

  /** FAILURE that names these keys and no others, and all others that were tried are right. */
  Ended shouldFailNaming(String... keys) {
    Ended ended = export();
    assertThat(ended.failure()).as("%s", ended).isInstanceOf(ExportFailedException.class);
    assertThat(ended.failures()).extracting(Failure::key).containsExactlyInAnyOrder(keys);
    assertThat(ended.failures()).allMatch(failure -> !failure.reason().isBlank());
    assertThat(markers(true)).isEmpty();
    assertThat(markers(false)).hasSize(1);
    assertThat(read(markers(false).get(0))).contains(keys);
    Map<String, String> there = data();
    assertThat(expected).containsAllEntriesOf(there);
    return ended;
  }

  /** Whichever of both it is, it is so. */
  Ended shouldEndRight() {
    Ended ended = export();
    if (ended.report() != null) {
      shouldHoldTheCommit();
      return ended;
    }
    assertThat(markers(true)).as("%s", ended).isEmpty();
    assertThat(ended.failure()).hasMessageNotContaining("X-Amz-Signature");
    if (ended.failure() instanceof ExportFailedException) {
      assertThat(ended.failures())
          .isNotEmpty()
          .allMatch(failure -> !failure.key().isBlank() && !failure.reason().isBlank());
    }
    return ended;
  }

  /**
   * Whatever happened before: now nothing does, nobody is impatient, and it ends in SUCCESS. Other
   * settings are another client, with all its retries.
   */
  void shouldSucceedOnceHealed() {
    proxy.heal();
    impatient(60_000).set("fs.s3a.attempts.maximum", "6");
    shouldSucceed();
  }

  void shouldHoldTheCommit() {
    Map<String, String> there = data();
    assertThat(there.keySet()).isEqualTo(expected.keySet());
    assertThat(there).isEqualTo(expected);
  }

  private Map<String, String> data() {
    Map<String, String> found = new TreeMap<>();
    for (String name : names()) {
      if (isData(name)) {
        found.put(name, read(name));
      }
    }
    return found;
  }

  /** The names of the markers that say so. */
  List<String> markers(boolean success) {
    return names().stream()
        .filter(
            name -> Marker.parse(name).filter(marker -> marker.success() == success).isPresent())
        .toList();
  }

  private List<String> names() {
    String folder = key("");
    List<String> names = new ArrayList<>();
    try {
      out.list(folder)
          .forEachRemaining(object -> names.add(object.key().substring(folder.length())));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return names;
  }

  private static boolean isData(String name) {
    return !name.startsWith("_spillway/") && !Marker.isNameOfOne(name);
  }

  private String read(String name) {
    try (OpenObject open = out.open(key(name), 0);
        InputStream stream = open.stream()) {
      return text(stream.readAllBytes(), open.object().attributes());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String text(byte[] content, Attributes attributes) {
    String bytes =
        content.length < 100_000
            ? new String(content, StandardCharsets.UTF_8)
            : content.length + " bytes like " + Arrays.hashCode(content);
    boolean kept = way != Way.FOLDER;
    return kept
        ? bytes + " " + attributes.contentType() + " " + new TreeMap<>(attributes.metadata())
        : bytes;
  }

  /** The data at the destination whose names begin so. */
  List<String> foreign(String start) {
    return names().stream().filter(name -> name.startsWith(start)).toList();
  }

  /** Something that another does to the destination. */
  void overwrite(String path, byte[] content, Attributes attributes) {
    try {
      out.write(key(path), Body.of(content), attributes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws IOException {
    Configuration hadoop = TestSpark.session().sparkContext().hadoopConfiguration();
    before.forEach(
        (name, value) -> {
          if (value.equals("null")) {
            hadoop.unset(name);
          } else {
            hadoop.set(name, value);
          }
        });
    proxy.close();
  }
}
