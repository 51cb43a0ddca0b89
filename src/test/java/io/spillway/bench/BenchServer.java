package io.spillway.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.store.s3.RecordedRequest;
import io.spillway.store.s3.RecordingProxy;
import io.spillway.store.s3.S3Server;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyExistsException;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/**
 * The S3 server of a benchmark: a process of its own, or one whose address is given. Runs that are
 * timed reach it directly, the one that is counted goes through a proxy in this process.
 */
final class BenchServer implements AutoCloseable {
  private static final String SERVER = "io.spillway.store.s3.S3ServerProcess";
  private static final long PATIENCE_SECONDS = 60;

  private final Endpoint endpoint;
  private final Optional<Process> process;
  private final Optional<RecordingProxy> proxy;

  private BenchServer(Endpoint endpoint, Optional<Process> process) throws IOException {
    this.endpoint = endpoint;
    this.process = process;
    boolean near = InetAddress.getByName(endpoint.uri().getHost()).isLoopbackAddress();
    this.proxy =
        near ? Optional.of(RecordingProxy.before(endpoint.uri().getPort())) : Optional.empty();
  }

  /** The server that the environment names, or a new one of our own. */
  static BenchServer start() throws IOException {
    Map<String, String> environment = System.getenv();
    String given = environment.getOrDefault("SPILLWAY_TEST_S3_ENDPOINT", "");
    return given.isEmpty()
        ? launch()
        : new BenchServer(
            new Endpoint(
                URI.create(given),
                environment.get("SPILLWAY_TEST_S3_ACCESS_KEY"),
                environment.get("SPILLWAY_TEST_S3_SECRET_KEY")),
            Optional.empty());
  }

  /** A new server, for what streams from one to another. */
  static BenchServer launch() throws IOException {
    int port = S3Server.freePort();
    Path log = Files.createTempFile("bench-s3-", ".log");
    log.toFile().deleteOnExit();
    Process process =
        new ProcessBuilder(command(port))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    await(process, port, log);
    URI uri = URI.create("http://127.0.0.1:" + port);
    return new BenchServer(
        new Endpoint(uri, S3Server.ACCESS_KEY, S3Server.SECRET_KEY), Optional.of(process));
  }

  private static List<String> command(int port) throws IOException {
    Path classes = Path.of(System.getProperty("basedir", ""), "target", "test-classes");
    Path servers = Path.of(System.getProperty("basedir", ""), "target", "s3-servers.classpath");
    return List.of(
        Java.executable(),
        "-Xmx" + System.getProperty("bench.server.heap", "6g"),
        "-XX:+UseParallelGC",
        "-Dfile.encoding=UTF-8",
        "-Dlogback.configurationFile=s3-server-logback.xml",
        "-cp",
        classes + File.pathSeparator + Files.readString(servers, UTF_8).strip(),
        SERVER,
        "s3proxy",
        String.valueOf(port),
        S3Server.ACCESS_KEY,
        S3Server.SECRET_KEY);
  }

  private static void await(Process process, int port, Path log) throws IOException {
    for (long i = 0; i < PATIENCE_SECONDS * 20; i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        if (hasEnded(process)) {
          break;
        }
      }
    }
    process.destroyForcibly();
    throw new IOException("The S3 server does not start: " + Files.readString(log, UTF_8));
  }

  private static boolean hasEnded(Process process) {
    try {
      return process.waitFor(50, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** The way to it. */
  Endpoint direct() {
    return endpoint;
  }

  /** The way on which requests are counted, where there is one. */
  Endpoint counted() {
    return proxy.map(p -> endpoint.at(URI.create("http://127.0.0.1:" + p.port()))).orElse(endpoint);
  }

  /** The requests on the counted way since the last time; nothing when they cannot be counted. */
  Optional<List<RecordedRequest>> takeRequests() {
    Optional<List<RecordedRequest>> taken = proxy.map(RecordingProxy::requests);
    proxy.ifPresent(RecordingProxy::forget);
    return taken;
  }

  void makeBucket(String name) {
    try (S3Client client = endpoint.client(1)) {
      client.createBucket(request -> request.bucket(name));
    } catch (BucketAlreadyOwnedByYouException | BucketAlreadyExistsException e) {
      // As wanted.
    }
  }

  /** Deletes all objects under a prefix. */
  void clear(String bucket, String prefix) {
    try (S3Client client = endpoint.client(4)) {
      List<ObjectIdentifier> batch = new ArrayList<>();
      client
          .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))
          .contents()
          .forEach(object -> batch.add(ObjectIdentifier.builder().key(object.key()).build()));
      for (int i = 0; i < batch.size(); i += 1000) {
        List<ObjectIdentifier> some = batch.subList(i, Math.min(i + 1000, batch.size()));
        client.deleteObjects(request -> request.bucket(bucket).delete(d -> d.objects(some)));
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (proxy.isPresent()) {
      proxy.get().close();
    }
    process.ifPresent(Process::destroyForcibly);
  }
}
