package io.spillway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.export.ExportOptions;
import io.spillway.export.VerifyOptions;
import io.spillway.object.Entry;
import io.spillway.object.SourceAccess;
import io.spillway.outcome.Failure;
import io.spillway.outcome.Tally;
import io.spillway.report.ExportFailedException;
import io.spillway.report.ExportReport;
import io.spillway.report.VerifyReport;
import io.spillway.request.Conduct;
import io.spillway.request.ProgressListener;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.sandbox.Request;
import io.spillway.sandbox.Sandbox;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.Digests;
import io.spillway.store.ObjectStore;
import io.spillway.store.Stores;
import io.spillway.store.s3.S3Server;
import io.spillway.testing.Folder;
import io.spillway.testing.S3Lake;
import io.spillway.testing.TestSpark;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Addresses that a user of lakeFS has chosen, and the rights of the job that exports. */
class AddressesIT {
  private static final String SECRET = "the secret of this machine";
  private static final Attributes TEXT = Attributes.ofType("text/plain");
  @RegisterExtension static final S3Lake lake = S3Lake.on(S3Server.Kind.S3PROXY);

  private static int exports;

  private @TempDir Path temp;
  private Repo repo;
  private Branch main;
  private String prefix;
  private Folder out;

  @BeforeAll
  static void start() throws IOException {
    lake.server().makeBucket("imports");
    lake.server().makeBucket("imports-evil");
  }

  @BeforeEach
  void makeRepository() {
    repo = lake.repository();
    main = repo.branch("main");
    main.put("fine", "fine".getBytes(UTF_8));
    prefix = "addresses-" + ++exports;
    out = new Folder(temp.resolve("out"));
  }

  @Test
  void shouldExportNoFileOfThisMachine() throws IOException {
    // Given
    Path credentials = Files.writeString(temp.resolve("credentials"), SECRET);
    String there = refusalOf(credentials, SECRET);

    // When
    String missing = refusalOf(temp.resolve("no-such-file"), "of another size");

    // Then: the same is said whether it is there or not
    assertThat(there)
        .isEqualTo(missing.replace("no-such-file", "credentials"))
        .contains("file://", "--allow-source");
    assertThat(out.objects()).as("planning knows that it fails").isEmpty();
    assertThat(out.marker()).contains("leak: its data lies at").doesNotContain(SECRET);
  }

  private String refusalOf(Path file, String content) throws IOException {
    link("leak", Location.parse("file://" + file), content);
    main.commit("linked " + file);
    deleteMarkers();
    ExportFailedException failure = failure(toFolder(SourceAccess.DEFAULT));
    Failure first = failure.report().failures().get(0);
    assertThat(failure.report().failed()).isEqualTo(1);
    assertThat(first.key()).isEqualTo("leak");
    return first.reason();
  }

  private void deleteMarkers() throws IOException {
    for (String marker : out.markers()) {
      Files.delete(out.path().resolve(marker));
    }
  }

  @Test
  void shouldTellInADryRunWhatIsNeverOpened() throws IOException {
    // Given
    Path credentials = Files.writeString(temp.resolve("credentials"), SECRET);
    link("leak", Location.parse("file://" + credentials), SECRET);
    main.commit("linked");

    // When
    ExportOptions dry = ExportOptions.DEFAULT.with(Conduct.DEFAULT.dryRun());
    ExportFailedException failure = failure(exporter(out.uri(), dry));

    // Then
    assertThat(failure.report().failures()).extracting(Failure::key).containsExactly("leak");
  }

  @Test
  void shouldReadNoFileOfThisMachineToVerify() throws IOException {
    // Given: what lies at the destination has the size of the file
    main.commit("fine");
    toFolder(SourceAccess.DEFAULT).exportAllFromBranch("main");
    Path credentials = Files.writeString(temp.resolve("credentials"), SECRET);
    link("leak", Location.parse("file://" + credentials), SECRET);
    String commit = main.commit("linked");
    Files.writeString(out.path().resolve("leak"), SECRET.toUpperCase(java.util.Locale.ROOT));

    // When
    VerifyReport report =
        toFolder(SourceAccess.DEFAULT).verify(VerifyOptions.DEFAULT.of(commit).readingContent());

    // Then
    assertThat(report.isEqual()).isFalse();
    assertThat(report.toString()).contains("leak", "not the repository's kind of storage");
  }

  @Test
  void shouldKnockAtNoPort() throws IOException {
    try (ServerSocket inside = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      // Given
      inside.setSoTimeout(200);
      for (String scheme : new String[] {"hdfs", "webhdfs", "swebhdfs", "ftp", "har"}) {
        String host = (scheme.equals("har") ? "hdfs-" : "") + "127.0.0.1:";
        link(scheme, Location.parse(scheme + "://" + host + inside.getLocalPort() + "/x"), "x");
      }
      main.commit("linked");

      // When
      ExportFailedException failure = failure(toFolder(SourceAccess.DEFAULT));

      // Then
      assertThat(failure.report().failed()).isEqualTo(5);
      assertThat(failure.report().failures())
          .allMatch(one -> one.reason().contains("not the repository's kind of storage"));
      assertThat(catchThrowableOfType(SocketTimeoutException.class, inside::accept))
          .as("nobody knocked")
          .isNotNull();
    }
  }

  @Test
  void shouldFollowNoRedirectOfAFileSystem() throws IOException {
    // Given: a service that only this network reaches, and a WebHDFS that sends its readers there
    AtomicInteger asked = new AtomicInteger();
    HttpServer service = server(asked, 200, "");
    String place = "http://127.0.0.1:" + service.getAddress().getPort() + "/internal";
    HttpServer webHdfs = server(asked, 307, place);
    try {
      link(
          "a", Location.parse("webhdfs://127.0.0.1:" + webHdfs.getAddress().getPort() + "/x"), "x");
      main.commit("linked");

      // When
      ExportFailedException failure = failure(toFolder(SourceAccess.DEFAULT));

      // Then
      assertThat(failure.report().failures()).extracting(Failure::key).containsExactly("a");
      assertThat(asked).hasValue(0);
    } finally {
      service.stop(0);
      webHdfs.stop(0);
    }
  }

  private static HttpServer server(AtomicInteger asked, int status, String location)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.getResponseHeaders().add("Location", location);
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  @Test
  void shouldCountImportsByBucket() throws IOException {
    // Given
    imported("in/a", "s3://imports/dir/a", "one");
    imported("in/b", "s3a://imports/dir/b", "four");
    imported("in/c", "s3://imports-evil/c", "seven");
    main.commit("imported");

    // When
    ExportReport planned = onS3(SourceAccess.DEFAULT, true).exportAllFromBranch("main");
    ExportReport report = onS3(SourceAccess.DEFAULT, false).exportAllFromBranch("main");

    // Then
    assertThat(report.objects()).isEqualTo(4);
    assertThat(report.summary().imports().buckets())
        .containsEntry("s3://imports/", new Tally(2, 7))
        .containsEntry("s3://imports-evil/", new Tally(1, 5))
        .hasSize(2);
    assertThat(planned.summary().imports()).isEqualTo(report.summary().imports());
    assertThat(report.toString())
        .contains(
            "imported  3 objects outside the repository's storage: 1 from s3://imports-evil/");
    assertThat(record(report.exportId()))
        .contains("\"imported\"", "\"bucket\" : \"s3://imports/\"", "\"bytes\" : 7");
  }

  @Test
  void shouldReadNoImportsThatAreDenied() throws IOException {
    // Given
    imported("in/a", "s3://imports/dir/a", "one");
    imported("in/b", "s3://imports-evil/b", "two");
    main.commit("imported");

    // When
    SourceAccess denied = SourceAccess.DEFAULT.denyingImports();
    ExportFailedException all = failure(onS3(denied, false));
    ExportFailedException some =
        failure(onS3(denied.allowing(Location.parse("s3://imports")), false));
    ExportReport none =
        onS3(
                denied
                    .allowing(Location.parse("s3://imports"))
                    .allowing(Location.parse("s3://imports-evil/b")),
                false)
            .exportAllFromBranch("main");

    // Then
    assertThat(all.report().failures()).extracting(Failure::key).containsExactly("in/a", "in/b");
    assertThat(some.report().failures()).extracting(Failure::key).containsExactly("in/b");
    assertThat(none.objects()).isEqualTo(3);
  }

  @Test
  void shouldReadFilesThatTheOperatorAllows() throws IOException {
    // Given
    Path shared = Files.createDirectories(temp.resolve("shared"));
    Files.writeString(shared.resolve("a"), "content");
    link("in/a", Location.parse("file://" + shared.resolve("a")), "content");
    main.commit("linked");

    // When
    SourceAccess allowed = SourceAccess.DEFAULT.allowing(Location.parse("file://" + shared));
    ExportReport report = toFolder(allowed).exportAllFromBranch("main");

    // Then
    assertThat(report.summary().imports().buckets()).containsKey("file:///");
    assertThat(out.objects().get("in/a")).isEqualTo("content".getBytes(UTF_8));

    // When: the file is a link now
    Files.writeString(temp.resolve("secret"), SECRET);
    Files.createSymbolicLink(shared.resolve("link"), temp.resolve("secret"));
    Files.createSymbolicLink(shared.resolve("folder"), temp);
    link("in/b", Location.parse("file://" + shared.resolve("link")), SECRET);
    link("in/c", Location.parse("file://" + shared.resolve("folder/secret")), SECRET);
    link("in/d", Location.parse("file://" + shared.resolve("folder/none")), SECRET);
    main.commit("more");
    ExportFailedException failure = failure(toFolder(allowed));

    // Then: what is there behind it and what is not are told in the same words
    assertThat(failure.report().failures())
        .extracting(one -> one.key() + one.reason().replaceFirst("file:///.*", ""))
        .containsExactlyInAnyOrder(
            "in/bThere is no file ", "in/cThere is no file ", "in/dThere is no file ");
    assertThat(out.objects()).doesNotContainKeys("in/b", "in/c", "in/d");
  }

  @Test
  void shouldReadALocalLakeFsDirectlyBelowItsFolderAlone() throws IOException {
    // Given: lakeFS keeps its objects on this disk
    Path disk = Files.createDirectories(temp.resolve("disk"));
    try (Sandbox local = Sandbox.start(Sandbox.options().folder(disk))) {
      Repo own = local.createRepository("own");
      Branch branch = own.branch("main");
      Entry whole = branch.put("a", "content".getBytes(UTF_8));
      branch.commit("m");
      SourceAccess access = SourceAccess.DEFAULT.withLocalPath(disk);

      // When / Then
      exporter(local, SourceAccess.DEFAULT).exportAllFromBranch("main");
      assertThat(local.requests()).anyMatch(AddressesIT::isRead);
      local.forgetRequests();
      ExportOptions again =
          ExportOptions.DEFAULT.with(access).with(Conduct.DEFAULT.withoutResume());
      exporter(local, again).exportAllFromBranch("main");
      assertThat(local.requests()).noneMatch(AddressesIT::isRead);
      assertThat(out.objects().get("a")).isEqualTo("content".getBytes(UTF_8));

      // When: the object is a link that leads out of the folder
      Path object = disk.resolve(whole.location(own.storageNamespace()).authority());
      object = object.resolve(whole.location(own.storageNamespace()).path());
      Files.delete(object);
      Files.createSymbolicLink(object, Files.writeString(temp.resolve("secret"), "SECRETS"));
      ExportFailedException linked = failure(exporter(local, again));

      // Then
      assertThat(linked.report().failures()).extracting(Failure::key).containsExactly("a");

      // When: an address that climbs out is left to the server, which refuses it
      Files.delete(object);
      Files.writeString(object, "content");
      branch.link("b", new Location("local", "own", "../../secret"), 7, "x", TEXT);
      branch.commit("climbs");
      ExportFailedException climbing = failure(exporter(local, again));

      // Then
      assertThat(climbing.report().failures()).extracting(Failure::key).containsExactly("b");
      assertThat(out.objects()).doesNotContainKey("b");
    }
  }

  private static boolean isRead(Request request) {
    return request.method().equals("GET") && request.path().endsWith("/objects");
  }

  private Exporter exporter(Sandbox local, SourceAccess access) {
    return exporter(local, ExportOptions.DEFAULT.with(access));
  }

  private Exporter exporter(Sandbox local, ExportOptions options) {
    ApiClient client = new ApiClient(local.url(), local.accessKey(), local.secretKey());
    return new Exporter(
        TestSpark.session(), client, "own", out.uri(), options, ProgressListener.NONE);
  }

  private void link(String key, Location address, String content) {
    byte[] bytes = content.getBytes(UTF_8);
    main.link(key, address, bytes.length, Digests.md5Hex(bytes), TEXT);
  }

  private void imported(String key, String address, String content) throws IOException {
    Location there = Location.parse(address);
    stores().open(there).write(there.path(), Body.of(content.getBytes(UTF_8)), TEXT);
    link(key, there, content);
  }

  private Exporter toFolder(SourceAccess access) {
    return exporter(out.uri(), ExportOptions.DEFAULT.with(access));
  }

  private Exporter onS3(SourceAccess access, boolean dryRun) {
    ExportOptions options = ExportOptions.DEFAULT.with(access);
    return exporter(
        "s3://" + S3Lake.OUT + "/" + prefix,
        dryRun ? options.with(Conduct.DEFAULT.dryRun()) : options);
  }

  private Exporter exporter(String root, ExportOptions options) {
    return new Exporter(
        TestSpark.session(), lake.client(), repo.id(), root, options, ProgressListener.NONE);
  }

  private static ExportFailedException failure(Exporter exporter) {
    ExportFailedException failure =
        catchThrowableOfType(
            ExportFailedException.class, () -> exporter.exportAllFromBranch("main"));
    assertThat(failure).isNotNull();
    return failure;
  }

  private String record(String exportId) throws IOException {
    ObjectStore store = lake.out();
    String key = prefix + "/_spillway/exports/" + exportId + "/export.json";
    return new String(store.open(key, 0).stream().readAllBytes(), UTF_8);
  }

  private static Stores stores() {
    return new Stores(Settings.of(lake.server().settings()));
  }
}
