package io.spillway.wrong;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.spillway.ApiClient;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.sandbox.Request;
import io.spillway.sandbox.Sandbox;
import io.spillway.store.Stores;
import io.spillway.store.s3.Fault;
import io.spillway.store.s3.FaultRule;
import io.spillway.store.s3.FaultyProxy;
import io.spillway.store.s3.RecordedRequest;
import io.spillway.store.s3.S3Server;
import io.spillway.testing.Folder;
import io.spillway.testing.TestPostgres;
import io.spillway.testing.TestRowsProvider;
import io.spillway.testing.TestSegmentsProvider;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a user's command meets, where all is well but for what one case makes wrong: a lakeFS, an S3
 * server, other servers, a disk.
 */
final class World implements Closeable {
  static final String SECRET = "the-lakefs-secret-of-these-tests";
  private static final String BUCKET = "out";
  private static final String REPOSITORY = "example";

  /** What else may answer where lakeFS should. */
  enum Site {
    PAGE,
    REDIRECT,
    GARBAGE,
    HANGS_UP,
    HANGS,
    BAD_GATEWAY
  }

  private final Path disk;
  private final Sandbox lakeFs;
  private final Repo repository;
  private final String firstCommit;
  private final S3Server s3;
  private final FaultyProxy faults;
  private final HttpServer sites;
  private final ExecutorService visitors = Executors.newCachedThreadPool();
  private final ServerSocket plain;
  private final TestPostgres postgres;
  private int number;
  private volatile boolean leaseBeats;

  World(Path disk) throws IOException {
    this.disk = disk;
    lakeFs = Sandbox.start(Sandbox.options().credentials("AKIAWRONGINPUTS", SECRET));
    repository = lakeFs.createRepository(REPOSITORY);
    Branch main = repository.branch("main");
    main.put("a/1", "one".getBytes(UTF_8));
    firstCommit = main.commit("the first");
    main.put("a/2", "two".getBytes(UTF_8));
    main.put("a/3", "three".getBytes(UTF_8));
    repository.createTag("v1", main.commit("the second"));
    Repo other = lakeFs.createRepository("other");
    other.branch("main").put("theirs", "x".getBytes(UTF_8));
    other.branch("main").commit("theirs");
    s3 = S3Server.start(S3Server.Kind.S3PROXY);
    s3.makeBucket(BUCKET);
    faults = FaultyProxy.before(s3.endpoint());
    sites = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    sites.setExecutor(visitors);
    sites.createContext("/", World::answer);
    sites.start();
    postgres = made();
    plain = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    visitors.execute(this::answerPlainly);
  }

  private static TestPostgres made() throws IOException {
    try {
      TestPostgres made = TestPostgres.database();
      made.run("create schema sales", "create table sales.orders (id int, price int)");
      return made;
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  /** A database, as the command line takes it. */
  String database() {
    return postgres.uri();
  }

  String databaseName() {
    return postgres.name();
  }

  /** A file of somebody's in the case's folder. */
  void put(String name, String content) throws IOException {
    Path file = disk.resolve("case-" + number).resolve("exports").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    Site site = Site.valueOf(exchange.getRequestURI().getPath().split("/")[1]);
    switch (site) {
      case PAGE -> answer(exchange, 200, "text/html", "<html>Welcome to the intranet</html>");
      case BAD_GATEWAY -> answer(exchange, 502, "text/html", "<html>Bad Gateway</html>");
      case GARBAGE -> answer(exchange, 200, "application/json", "{\"id\": ");
      case REDIRECT -> {
        exchange
            .getResponseHeaders()
            .add("Location", "http://login.example.com/?token=my-own-secret");
        answer(exchange, 302, "text/html", "moved");
      }
      case HANGS_UP -> exchange.close();
      case HANGS -> {
        // It keeps the connection, and never says a word.
      }
    }
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** All is well again, and the destinations are others. */
  void next() {
    number++;
    leaseBeats = false;
    lakeFs.refuseNothing();
    faults.heal();
  }

  /** Settings with which all would be well. */
  Map<String, String> settings() {
    return Map.of(
        ApiClient.URL,
        lakeFs.url(),
        ApiClient.ACCESS_KEY,
        lakeFs.accessKey(),
        ApiClient.SECRET_KEY,
        lakeFs.secretKey(),
        "fs.s3a.endpoint",
        faults.endpoint("127.0.0.1"),
        "fs.s3a.path.style.access",
        "true",
        "fs.s3a.access.key",
        S3Server.ACCESS_KEY,
        "fs.s3a.secret.key",
        S3Server.SECRET_KEY);
  }

  /** The address of a server that does not know TLS, as if it did. */
  String noTls() {
    return "https://127.0.0.1:" + plain.getLocalPort();
  }

  private void answerPlainly() {
    while (!plain.isClosed()) {
      try (Socket client = plain.accept()) {
        client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
        client.shutdownOutput();
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        // The client hung up, or all is over.
      }
    }
  }

  String url(Site site) {
    return "http://127.0.0.1:" + sites.getAddress().getPort() + "/" + site;
  }

  /** A folder of the case's own. */
  String folder() {
    return out().uri();
  }

  private Folder out() {
    return new Folder(disk.resolve("case-" + number).resolve("exports"));
  }

  /** A prefix of the case's own. */
  String prefix() {
    return "s3://" + BUCKET + "/" + number + "/exports";
  }

  /** All of the bucket. */
  String bucket() {
    return "s3://" + BUCKET;
  }

  /** A file where a folder should be. */
  String file() throws IOException {
    return "file://" + Files.writeString(disk.resolve("file"), "a file");
  }

  /** An export of the repository's main branch, to the folder. */
  Line main(String... more) {
    return export("main", more);
  }

  /** An export of a branch, to the folder. */
  Line export(String branch, String... more) {
    return line(folder(), branch, more);
  }

  /** An export of the repository's main branch, to S3. */
  Line mainToS3(String... more) {
    return toS3("main", more);
  }

  /** An export of a branch, to S3. */
  Line toS3(String branch, String... more) {
    return line(prefix(), branch, more);
  }

  private static Line line(String destination, String branch, String... more) {
    List<String> line = new ArrayList<>(List.of(REPOSITORY, destination, "--branch=" + branch));
    line.add("--retry-for=300ms"); // most servers here stay as they are
    line.addAll(List.of(more));
    return Line.of(line.toArray(String[]::new));
  }

  Repo repository() {
    return repository;
  }

  /** A new branch, from main. */
  Branch branch(String name) {
    return repository.createBranch(name, "main");
  }

  String firstCommit() {
    return firstCommit;
  }

  /** A commit without objects. */
  String emptyCommit() {
    Branch empty = branch("empty-" + number);
    List.of("a/1", "a/2", "a/3").forEach(empty::delete);
    return empty.commit("all deleted");
  }

  String otherRepository() {
    return "other";
  }

  /** lakeFS refuses such requests. */
  void lakeFsRefuses(Predicate<Request> which, int status, String message) {
    lakeFs.refuse(which, status, message);
  }

  /** S3 refuses such requests. */
  FaultRule s3Refuses(int status, String code, Predicate<RecordedRequest> which) {
    return faults.inject(Fault.refuse(status, code), which);
  }

  /** The case's folder holds the main branch already. */
  void exported() {
    WrongInputsIT.run(this, main());
  }

  /** A folder below the case's folder is another export's destination. */
  void exportedBelow(String name) {
    WrongInputsIT.run(this, Line.of(REPOSITORY, folder() + "/" + name, "--branch=main"));
  }

  /** The record of the last export is cut short. */
  void damageLedger() throws IOException {
    Path folder = out().path();
    String record =
        out().files().stream()
            .filter(file -> file.endsWith("/export.json"))
            .findFirst()
            .orElseThrow();
    String text = Files.readString(folder.resolve(record));
    Files.writeString(folder.resolve(record), text.substring(0, text.length() / 2));
  }

  /** Somebody else exports to the case's folder, and goes on with it until the next case. */
  void leaseTaken() throws IOException {
    Path lease = Files.createDirectories(out().path().resolve("_spillway/lease"));
    Files.writeString(
        lease.resolve("00000001.json"),
        """
        {"formatVersion": 1, "lease": 1, "holder": "ann@there pid 1", "since": "2026-01-01T00:00:00Z",
         "token": "t"}
        """);
    leaseBeats = true;
    Files.writeString(lease.resolve("00000001.beat"), beat(1));
    visitors.execute(() -> keepBeating(lease.resolve("00000001.beat")));
  }

  private void keepBeating(Path file) {
    try {
      for (int beats = 2; leaseBeats; beats++) {
        Path next = Files.writeString(file.resolveSibling("next"), beat(beats));
        Files.move(next, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        Thread.sleep(50);
      }
    } catch (IOException e) {
      leaseBeats = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String beat(int beats) {
    return "{\"beats\": " + beats + ", \"released\": false}";
  }

  /** What stands at the case's destinations, without the ledger. */
  List<String> standing() throws IOException {
    List<String> names = new ArrayList<>(out().files());
    Location prefix = Location.parse(prefix());
    Stores stores = new Stores(Settings.of(s3.settings()));
    stores
        .open(prefix)
        .list(prefix.path() + "/")
        .forEachRemaining(object -> names.add(object.key().substring(prefix.path().length() + 1)));
    return names.stream().filter(name -> !name.startsWith("_spillway/")).sorted().toList();
  }

  /** The sentence as it would be elsewhere, and the next time. */
  String anywhere(String text) {
    return text.replace(", or " + TestRowsProvider.EXAMPLE, "")
        .replace(", or " + TestSegmentsProvider.EXAMPLE, "")
        .replace("127.0.0.1:" + postgres.port(), "db.example.com:5432")
        .replaceAll("\\b" + postgres.name() + "\\b", "shop")
        .replace(folder().substring("file://".length()), "/data/exports")
        .replace(disk.toString(), "/data")
        .replace("s3://" + BUCKET + "/" + number + "/", "s3://bucket/")
        .replace(lakeFs.url(), "http://lakefs:8000/api/v1")
        .replace(noTls(), "https://host")
        .replace(faults.endpoint("127.0.0.1"), "http://s3:9000")
        .replaceAll("http://127\\.0\\.0\\.1:\\d+(/[A-Z_]+)?", "http://host")
        .replaceAll("/?127\\.0\\.0\\.1:\\d+", "host")
        .replaceAll("(request id|request) [0-9A-Za-z-]+", "$1 ID")
        .replaceAll("stored = \\d+, computed = \\d+", "stored = 1, computed = 2")
        .replaceAll("offset \\d+ size \\d+", "offset 3 size 4")
        .replaceAll("[0-9a-f]{64}", "ID")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z(-[0-9a-z]+)?", "TIME")
        .replaceAll("\\d{8}T\\d{6}[0-9A-Za-z.-]*", "TIME");
  }

  /** What must be printed nowhere. */
  List<String> secrets() {
    return Stream.of(SECRET, S3Server.SECRET_KEY, "my-own-secret", "X-Amz-Signature", "guessed-it")
        .toList();
  }

  @Override
  public void close() throws IOException {
    next();
    sites.stop(0);
    plain.close();
    visitors.shutdownNow();
    faults.close();
    s3.close();
    lakeFs.close();
    try {
      postgres.close();
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }
}
