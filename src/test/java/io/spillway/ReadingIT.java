package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.base.SpillwayException;
import io.spillway.export.ExportOptions;
import io.spillway.object.Entry;
import io.spillway.object.ReadMode;
import io.spillway.outcome.Failure;
import io.spillway.outcome.Summary.Count;
import io.spillway.report.ExportFailedException;
import io.spillway.report.ExportReport;
import io.spillway.request.ProgressListener;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.sandbox.Request;
import io.spillway.sandbox.Sandbox;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.StoredObject;
import io.spillway.store.Stores;
import io.spillway.store.Traffic;
import io.spillway.store.s3.Fault;
import io.spillway.store.s3.FaultRule;
import io.spillway.store.s3.FaultyProxy;
import io.spillway.store.s3.RecordedRequest;
import io.spillway.store.s3.S3Server;
import io.spillway.testing.TestSpark;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The ways to read: the job's own credentials, presigned links, lakeFS. The links lead through a
 * proxy of their own, and so do lakeFS's own requests; the job's do not.
 */
class ReadingIT {
  private static final int TASKS_AT_MOST = 4;
  private static final int IN_FLIGHT = 64;
  private static final String LAKE = "reading-lake";
  private static final String OUT = "reading-out";
  private static final Charset ISO = StandardCharsets.ISO_8859_1;
  private static final Predicate<RecordedRequest> LINKED =
      request -> request.query().contains("X-Amz-Signature=");
  private static S3Server server;
  private static FaultyProxy storage;
  private static Stores ofLakeFs;
  private static Stores ours;
  private static Sandbox sandbox;
  private static Sandbox withoutLinks;
  private static int number;

  private Map<String, String> before;
  private Repo repo;
  private Branch main;
  private String prefix;

  @BeforeAll
  static void start() throws IOException {
    server = S3Server.start(S3Server.Kind.S3PROXY);
    server.makeBucket(LAKE);
    server.makeBucket(OUT);
    storage = FaultyProxy.before(server.endpoint());
    Map<String, String> lakeFs = new HashMap<>(server.settings());
    lakeFs.put("fs.s3a.endpoint", storage.endpoint("127.0.0.1"));
    ofLakeFs = new Stores(Settings.of(lakeFs));
    ours = new Stores(Settings.of(server.settings()));
    sandbox = Sandbox.start(Sandbox.options().stores(ofLakeFs));
    withoutLinks = Sandbox.start(Sandbox.options().stores(ofLakeFs).withoutLinks());
  }

  @AfterAll
  static void stop() throws IOException {
    sandbox.close();
    withoutLinks.close();
    storage.close();
    server.close();
  }

  @BeforeEach
  void makeRepository() {
    before = new HashMap<>();
    server.settings().forEach(this::set);
    use(sandbox);
  }

  private void use(Sandbox lakeFs) {
    String name = "reading-" + ++number;
    repo = lakeFs.createRepository(name, new Location("s3", LAKE, name));
    main = repo.branch("main");
    prefix = name;
  }

  @AfterEach
  void restore() {
    storage.heal();
    before.forEach((name, value) -> hadoop().unset(name));
  }

  private void set(String name, String value) {
    before.put(name, value);
    hadoop().set(name, value);
  }

  private static Configuration hadoop() {
    return TestSpark.session().sparkContext().hadoopConfiguration();
  }

  @Test
  void shouldWriteTheSameInEachWay() throws IOException {
    // Given
    main.put("a b/größe%41+.txt", bytes("odd"), "text/csv", Map.of("owner", "team-a"));
    main.put("empty", new byte[0]);
    main.put("large", Body.of(random(9 << 20)), Attributes.ofType("application/x-large"));
    main.put("t/_SUCCESS", new byte[0]);
    for (int i = 0; i < 30; i++) {
      main.put("t/part-" + i, random(i * 1_000));
    }
    imported("in/ported");
    main.commit("m");
    Map<ReadMode, Map<String, String>> destinations = new TreeMap<>();
    Map<ReadMode, ExportReport> reports = new TreeMap<>();

    // When
    for (ReadMode mode : ReadMode.values()) {
      prefix = repo.id() + "/" + mode.text();
      reports.put(mode, export(sandbox, mode));
      destinations.put(mode, destination());
    }

    // Then
    assertThat(destinations.get(ReadMode.AUTO)).hasSize(35);
    assertThat(destinations.values()).containsOnly(destinations.get(ReadMode.AUTO));
    assertThat(reports.values())
        .allSatisfy(
            report -> {
              assertThat(report.objects()).isEqualTo(35);
              assertThat(report.summary().remarks()).isEmpty();
            });
    assertThat(reports.get(ReadMode.PRESIGNED).summary().count(Count.PROVED_BY_SIZE))
        .as("the storage's tag stands for an object in parts, lakeFS's proves nothing")
        .isZero();
  }

  /** An object that lakeFS did not write, by an address that must be followed to the letter. */
  private void imported(String key) throws IOException {
    Location there = new Location("s3", LAKE, repo.id() + "-import/with space+plus%25é.txt");
    String etag =
        ofLakeFs.open(there).write(there.path(), Body.of(bytes("in")), Attributes.NONE).etag();
    main.link(key, there, 2, etag, Attributes.ofType("text/plain"));
  }

  @ParameterizedTest
  @EnumSource(names = {"STORAGE", "PRESIGNED", "LAKEFS"})
  void shouldReadInTheWayThatIsAskedForAlone(ReadMode mode) throws IOException {
    // Given
    put(20);
    sandbox.forgetRequests();
    FaultRule links = watch(LINKED);

    // When
    ExportReport report = export(sandbox, mode);

    // Then
    boolean presigned = mode == ReadMode.PRESIGNED;
    boolean lakeFs = mode == ReadMode.LAKEFS;
    assertThat(links.fired())
        .as("objects, the metarange and a range")
        .isEqualTo(presigned ? 22 : 0);
    assertThat(asked("presign=true") > 0).isEqualTo(presigned);
    assertThat(asked("/objects?") > 0).isEqualTo(lakeFs);
    assertThat(asked("/metadata/object/") > 0).isEqualTo(presigned || lakeFs);
    long read = report.summary().cost().traffic().count(Traffic.Kind.GET);
    assertThat(read).isGreaterThanOrEqualTo(presigned ? 22 : 0);
  }

  @Test
  void shouldAskForLinksByTheThousand() throws IOException {
    // Given
    put(2_500);
    sandbox.forgetRequests();

    // When
    ExportReport report = export(sandbox, ReadMode.PRESIGNED);

    // Then: four tasks of 625 objects, and the last of the metadata
    assertThat(report.objects()).isEqualTo(2_500);
    assertThat(asked("/objects/ls?")).isBetween(3L, 6L);
    // Where a task's first objects overtake each other, those behind ask for themselves.
    assertThat(asked("/objects/stat?")).isLessThan(TASKS_AT_MOST * IN_FLIGHT);
    assertThat(sandbox.requests()).hasSizeLessThan(30 + TASKS_AT_MOST * IN_FLIGHT);
  }

  @Test
  void shouldAskForFewLinksWhereADifferenceHasFew() throws IOException {
    // Given
    put(1_000);
    export(sandbox, ReadMode.PRESIGNED);
    for (int i = 0; i < 1_000; i += 200) {
      main.put(key(i), bytes("changed"));
    }
    main.commit("m");
    sandbox.forgetRequests();

    // When
    ExportReport report = export(sandbox, ReadMode.PRESIGNED);

    // Then
    assertThat(report.objects()).isEqualTo(5);
    assertThat(sandbox.requests())
        .filteredOn(request -> request.path().endsWith("/objects/ls"))
        .isNotEmpty()
        .allMatch(request -> request.query().matches("(^|.*&)amount=(4|5|16)(&.*|$)"));
  }

  @Test
  void shouldRenewALinkThatIsRefused() throws IOException {
    // Given: expired links are refused like this
    put(40);
    Predicate<RecordedRequest> toData = LINKED.and(request -> request.key().contains("/data/"));
    Set<String> refused = ConcurrentHashMap.newKeySet();
    FaultRule expired =
        storage.inject(
            Fault.refuse(403, "AccessDenied"),
            toData.and(request -> refused.size() < 7 && refused.add(request.key())),
            7);
    sandbox.forgetRequests();

    // When
    ExportReport report = export(sandbox, ReadMode.PRESIGNED);

    // Then
    assertThat(report.objects()).isEqualTo(40);
    assertThat(expired.fired()).isEqualTo(7);
    assertThat(asked("/objects/stat?")).isBetween(7L, 20L);
  }

  @Test
  void shouldNameObjectsWhoseLinksAreRefusedForGood() throws IOException {
    // Given
    put(5);
    Entry denied = main.put("denied", bytes("not for you"));
    main.commit("m");
    String key = denied.location(repo.storageNamespace()).path();
    storage.inject(
        Fault.refuse(403, "AccessDenied"), LINKED.and(request -> request.key().equals(key)));

    // When
    ExportFailedException failure =
        catchThrowableOfType(
            ExportFailedException.class, () -> export(sandbox, ReadMode.PRESIGNED));

    // Then
    Failure named = failure.report().failures().get(0);
    assertThat(failure.report().failures()).hasSize(1);
    assertThat(named.key()).isEqualTo("denied");
    assertThat(named.reason()).contains("presigned link", "403 AccessDenied");
    assertThat(failure.toString() + named).doesNotContain("X-Amz-", "Signature");
  }

  @Test
  void shouldGoOnWhereALinkBreaksOffAndStopWhatIsDamaged() throws IOException {
    // Given
    Entry broken = main.put("broken", random(3 << 20));
    Entry damaged = main.put("damaged", random(100_000));
    main.commit("m");
    FaultRule cut = storage.inject(Fault.cutAnswer(), LINKED.and(to(broken)), 1);
    FaultRule flipped = storage.inject(Fault.flippedAnswer(), LINKED.and(to(damaged)), 1);
    FaultRule resumed =
        watch(LINKED.and(to(broken)).and(request -> request.header("range").isPresent()));

    // When
    ExportFailedException failure =
        catchThrowableOfType(
            ExportFailedException.class, () -> export(sandbox, ReadMode.PRESIGNED));

    // Then
    assertThat(cut.fired()).isEqualTo(1);
    assertThat(flipped.fired()).isEqualTo(1);
    assertThat(resumed.fired()).isEqualTo(1);
    assertThat(failure.report().failures()).extracting(Failure::key).containsExactly("damaged");
    assertThat(failure.report().failures().get(0).reason()).contains("not the commit's");
    assertThat(destination()).containsOnlyKeys("broken");
  }

  @Test
  void shouldFallBackToLinksWhereTheStorageIsDenied() throws IOException {
    // Given: the job's keys open the destination's bucket alone
    put(20);
    set("fs.s3a.bucket." + LAKE + ".access.key", S3Server.ACCESS_KEY);
    set("fs.s3a.bucket." + LAKE + ".secret.key", "a-wrong-secret");
    FaultRule links = watch(LINKED);
    sandbox.forgetRequests();

    // When
    ExportReport report = export(sandbox, ReadMode.AUTO);

    // Then
    assertThat(report.objects()).isEqualTo(20);
    assertThat(links.fired()).isEqualTo(22);
    assertThat(asked("/objects?")).isZero();
    assertThat(remark(report))
        .startsWith("objects from s3://" + LAKE + "/ go through the workers, by presigned links: ")
        .contains("SignatureDoesNotMatch")
        .doesNotContain("X-Amz-");
  }

  @Test
  void shouldFallBackToLakeFsWhereItMakesNoLinks() throws IOException {
    // Given
    use(withoutLinks);
    put(20);
    set("fs.s3a.bucket." + LAKE + ".access.key", S3Server.ACCESS_KEY);
    set("fs.s3a.bucket." + LAKE + ".secret.key", "a-wrong-secret");
    withoutLinks.forgetRequests();

    // When
    ExportReport report = export(withoutLinks, ReadMode.AUTO);

    // Then
    assertThat(report.objects()).isEqualTo(20);
    assertThat(withoutLinks.requests())
        .noneMatch(request -> request.query().contains("presign=true"));
    assertThat(remark(report)).contains(" go through the workers and lakeFS: ");
  }

  @Test
  void shouldFallBackToLakeFsWhereLinksAreRefused() throws IOException {
    // Given: a storage that lets in nobody but lakeFS
    put(20);
    set("fs.s3a.bucket." + LAKE + ".access.key", S3Server.ACCESS_KEY);
    set("fs.s3a.bucket." + LAKE + ".secret.key", "a-wrong-secret");
    storage.inject(Fault.refuse(403, "AccessDenied"), LINKED);

    // When
    ExportReport report = export(sandbox, ReadMode.AUTO);

    // Then
    assertThat(report.objects()).isEqualTo(20);
    assertThat(remark(report)).contains(" go through the workers and lakeFS: ", "presigned link");
  }

  @Test
  void shouldSayThatTheOnlyWayIsClosed() {
    // Given
    use(withoutLinks);
    put(1);
    set("fs.s3a.bucket." + LAKE + ".access.key", S3Server.ACCESS_KEY);
    set("fs.s3a.bucket." + LAKE + ".secret.key", "a-wrong-secret");

    // When
    SpillwayException storageAlone =
        catchThrowableOfType(SpillwayException.class, () -> export(withoutLinks, ReadMode.STORAGE));
    SpillwayException linksAlone =
        catchThrowableOfType(
            SpillwayException.class, () -> export(withoutLinks, ReadMode.PRESIGNED));

    // Then
    assertThat(storageAlone.kind()).isEqualTo(SpillwayException.Kind.UNREACHABLE);
    assertThat(storageAlone)
        .hasMessageContaining("--read=storage allows no other way")
        .hasMessageContaining("SignatureDoesNotMatch")
        .hasMessageNotContaining("a-wrong-secret");
    assertThat(linksAlone.kind()).isEqualTo(SpillwayException.Kind.BAD_INPUT);
    assertThat(linksAlone).hasMessageContaining("presigns no links").hasMessageContaining("--read");
    assertThat(server.requests())
        .noneMatch(
            request -> request.bucket().equals(OUT) && request.key().startsWith(prefix + "/"));
  }

  @Test
  void shouldStreamBetweenBucketsThatNeedDifferentCredentials() throws IOException {
    // Given: both are good, each for its bucket
    put(10);
    set("fs.s3a.bucket." + OUT + ".access.key", S3Server.ACCESS_KEY);
    set("fs.s3a.bucket." + OUT + ".secret.key", S3Server.SECRET_KEY);
    set("fs.s3a.bucket." + OUT + ".session.token", "of-the-destination");
    server.forgetRequests();

    // When
    ExportReport report = export(sandbox, ReadMode.AUTO);

    // Then
    assertThat(report.objects()).isEqualTo(10);
    assertThat(report.summary().count(Count.PROVED_BY_SIZE)).isZero();
    assertThat(server.requests()).noneMatch(RecordedRequest::isCopy).noneMatch(LINKED);
    assertThat(server.requests())
        .filteredOn(request -> request.bucket().equals(OUT))
        .allMatch(request -> request.header("x-amz-security-token").isPresent());
    assertThat(server.requests())
        .filteredOn(request -> request.bucket().equals(LAKE))
        .hasSizeGreaterThanOrEqualTo(10)
        .allMatch(request -> request.header("x-amz-security-token").isEmpty());
  }

  private void put(int count) {
    IntStream.range(0, count).parallel().forEach(i -> main.put(key(i), bytes("content of " + i)));
    main.commit("m");
  }

  private static String key(int i) {
    return String.format(Locale.ROOT, "table/part-%06d", i);
  }

  private Predicate<RecordedRequest> to(Entry entry) {
    String key = entry.location(repo.storageNamespace()).path();
    return request -> request.key().equals(key);
  }

  /** Counts requests that pass the proxy of the storage, and lets them. */
  private static FaultRule watch(Predicate<RecordedRequest> which) {
    return storage.inject(Fault.first(() -> {}), which);
  }

  /** How often lakeFS was asked for what has that in its path and query. */
  private static long asked(String part) {
    return sandbox.requests().stream().filter(request -> text(request).contains(part)).count();
  }

  private static String text(Request request) {
    return request.path() + "?" + request.query();
  }

  private ExportReport export(Sandbox lakeFs, ReadMode mode) {
    ApiClient client = new ApiClient(lakeFs.url(), lakeFs.accessKey(), lakeFs.secretKey());
    return new Exporter(
            TestSpark.session(),
            client,
            repo.id(),
            "s3://" + OUT + "/" + prefix,
            ExportOptions.DEFAULT.with(mode),
            ProgressListener.NONE)
        .exportAllFromBranch("main");
  }

  private static String remark(ExportReport report) {
    assertThat(report.summary().remarks()).hasSize(1);
    Map.Entry<String, String> only = report.summary().remarks().entrySet().iterator().next();
    return only.getKey() + ": " + only.getValue();
  }

  /** What arrived, without markers and Spillway's own. */
  private Map<String, String> destination() throws IOException {
    ObjectStore out = ours.open(new Location("s3", OUT, ""));
    Map<String, String> found = new TreeMap<>();
    Iterator<StoredObject> listed = out.list(prefix + "/");
    while (listed.hasNext()) {
      String key = listed.next().key();
      String name = key.substring(prefix.length() + 1);
      if (!name.startsWith("_spillway/") && !name.startsWith("EXPORT_")) {
        try (OpenObject open = out.open(key, 0)) {
          Attributes attributes = open.object().attributes();
          found.put(name, attributes + " " + new String(open.stream().readAllBytes(), ISO));
        }
      }
    }
    return found;
  }

  private static byte[] random(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
