package io.spillway.house;

import com.sun.net.httpserver.HttpServer;
import io.spillway.ApiClient;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.sandbox.SampleRepository;
import io.spillway.sandbox.Sandbox;
import io.spillway.source.lakefs.api.LakeFsClient;
import io.spillway.store.StoredObject;
import io.spillway.store.Stores;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * Runs in a JVM that has the built jar instead of our classes, and Spark's class path as the
 * launcher gives it.
 */
final class JarProbe {
  private static final String LISTING =
      "<ListBucketResult><Name>b</Name><IsTruncated>false</IsTruncated><Contents><Key>k &amp; ü</Key>"
          + "<ETag>&quot;0123456789abcdef0123456789abcdef&quot;</ETag><Size>7</Size>"
          + "<LastModified>2026-11-21T09:15:42.000Z</LastModified></Contents></ListBucketResult>";

  private JarProbe() {}

  /** Takes a folder to work in, and says what it saw, a line each. */
  public static void main(String[] args) throws Exception {
    System.out.println("S3: " + listS3());
    System.out.println("lakeFS: " + listSandbox(Path.of(args[0])));
    System.out.println("Spark: " + countOnSpark());
  }

  private static String listS3() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] answer = LISTING.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/xml");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    try {
      Settings settings =
          Settings.of(
              Map.of(
                  "fs.s3a.endpoint", "http://127.0.0.1:" + server.getAddress().getPort(),
                  "fs.s3a.endpoint.region", "us-east-1",
                  "fs.s3a.path.style.access", "true",
                  "fs.s3a.access.key", "probe",
                  "fs.s3a.secret.key", "probe"));
      StoredObject found = new Stores(settings).open(Location.parse("s3://b/")).list("").next();
      return found.key() + " of " + found.size();
    } finally {
      server.stop(0);
    }
  }

  private static int listSandbox(Path folder) {
    try (Sandbox sandbox = Sandbox.start(Sandbox.options().folder(folder))) {
      SampleRepository.fill(sandbox);
      LakeFsClient client =
          LakeFsClient.of(new ApiClient(sandbox.url(), sandbox.accessKey(), sandbox.secretKey()));
      String commit = client.branchHead(SampleRepository.NAME, "main").id();
      return client.list(SampleRepository.NAME, commit, "", LakeFsClient.MAX_PAGE).entries().size();
    }
  }

  private static long countOnSpark() {
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .getOrCreate()) {
      return spark.range(1_000).filter("id % 2 = 0").count();
    }
  }
}
