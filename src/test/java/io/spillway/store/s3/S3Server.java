package io.spillway.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.base.Settings;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyExistsException;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;

/**
 * An S3 server in a process of its own on loopback, behind a {@link RecordingProxy} that tells
 * which requests it got. Its objects are in its memory and go with it.
 */
public final class S3Server implements AutoCloseable {
  /** The one access key that is let in. */
  public static final String ACCESS_KEY = "spillway-tests";

  /** Its secret. */
  public static final String SECRET_KEY = "spillway-tests-secret";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Which server; no one of them is right about everything. */
  public enum Kind {
    /**
     * Right about conditions, parts and credentials; refuses {@code a//b} and {@code d} beside
     * {@code d/x}.
     */
    S3PROXY("s3proxy"),
    /** Right about odd keys; ignores conditions and credentials, and cannot copy parts. */
    LOCAL_S3("local-s3");

    private final String argument;

    Kind(String argument) {
      this.argument = argument;
    }
  }

  private final Process process;
  private final RecordingProxy proxy;

  private S3Server(Process process, RecordingProxy proxy) {
    this.process = process;
    this.proxy = proxy;
  }

  /** Starts a server, and returns when it answers. */
  public static S3Server start(Kind kind) throws IOException {
    Path log = Files.createTempFile("s3-server-", ".log");
    log.toFile().deleteOnExit();
    for (int attempt = 1; ; attempt++) {
      int port = freePort();
      Process process = launch(kind, port, log);
      if (answers(process, port)) {
        return new S3Server(process, RecordingProxy.before(port));
      }
      process.destroyForcibly();
      // Somebody may have taken the port in between.
      if (attempt == 3) {
        throw new IOException(
            "The " + kind.argument + " server does not start: " + Files.readString(log, UTF_8));
      }
    }
  }

  private static Process launch(Kind kind, int port, Path log) throws IOException {
    Path classPath = Path.of(System.getProperty("basedir", ""), "target", "s3-servers.classpath");
    if (!Files.exists(classPath)) {
      throw new IOException(classPath + " is missing: mvn generate-test-resources writes it");
    }
    Path own =
        Path.of(
            S3ServerProcess.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx2g",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dfile.encoding=UTF-8",
            "-Dlogback.configurationFile=s3-server-logback.xml",
            "-cp",
            own + File.pathSeparator + Files.readString(classPath, UTF_8).strip(),
            S3ServerProcess.class.getName(),
            kind.argument,
            String.valueOf(port),
            ACCESS_KEY,
            SECRET_KEY);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private static boolean answers(Process process, int port) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end && process.isAlive()) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return socket.isConnected();
      } catch (IOException e) {
        try {
          if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
            return false;
          }
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
    }
    return false;
  }

  /** A port of loopback that nobody listens on. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Where to send requests. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + proxy.port());
  }

  /** What reaches the server, by Hadoop's names. */
  public Map<String, String> settings() {
    return Map.of(
        "fs.s3a.endpoint",
        endpoint().toString(),
        "fs.s3a.path.style.access",
        "true",
        "fs.s3a.access.key",
        ACCESS_KEY,
        "fs.s3a.secret.key",
        SECRET_KEY);
  }

  /** An empty bucket, or the one that is there. */
  public void makeBucket(String name) {
    makeBucket(settings(), name);
  }

  /**
   * The requests since the start or the last {@link #forgetRequests}, in the order in which they
   * came.
   */
  public List<RecordedRequest> requests() {
    return proxy.requests();
  }

  /** Begins a new list of requests. */
  public void forgetRequests() {
    proxy.forget();
  }

  /** The proxy, which can lose answers. */
  public RecordingProxy proxy() {
    return proxy;
  }

  /** Makes a bucket on the server that those settings reach. */
  static void makeBucket(Map<String, String> settings, String name) {
    Settings read = Settings.of(settings);
    try (S3Client client =
        S3Client.builder()
            .endpointOverride(URI.create(read.find("fs.s3a.endpoint").orElseThrow()))
            .forcePathStyle(true)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(
                        read.find("fs.s3a.access.key").orElseThrow(),
                        read.find("fs.s3a.secret.key").orElseThrow())))
            .build()) {
      client.createBucket(request -> request.bucket(name));
    } catch (BucketAlreadyOwnedByYouException | BucketAlreadyExistsException e) {
      // As wanted.
    }
  }

  @Override
  public void close() throws IOException {
    proxy.close();
    process.getOutputStream().close();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
