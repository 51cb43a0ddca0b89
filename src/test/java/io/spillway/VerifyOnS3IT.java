package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.spillway.export.ExportOptions;
import io.spillway.export.VerifyOptions;
import io.spillway.object.Entry;
import io.spillway.object.verify.Difference;
import io.spillway.object.verify.Difference.Kind;
import io.spillway.object.verify.Equality;
import io.spillway.report.VerifyReport;
import io.spillway.request.ProgressListener;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.sandbox.Sandbox;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.Digests;
import io.spillway.store.OpenObject;
import io.spillway.store.StoredObject;
import io.spillway.store.Writing;
import io.spillway.store.s3.S3Server;
import io.spillway.testing.S3Lake;
import io.spillway.testing.TestSpark;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What verify takes for proved on a real S3 server, and what it asks of it. */
class VerifyOnS3IT {
  private static final int MANY = 100_000;
  private static final int LARGE = (8 << 20) + 777;

  @Test
  void shouldFindNothingWrongWithObjectsInParts() throws IOException {
    try (S3Lake lake = S3Lake.start(S3Server.Kind.S3PROXY)) {
      // Given
      Repo repo = lake.repository();
      Branch main = repo.branch("main");
      for (int i = 0; i < 3; i++) {
        main.put("large/" + i, Body.of(noise(i)), Attributes.NONE);
        main.put("small/" + i, ("small " + i).getBytes(StandardCharsets.UTF_8));
      }
      main.put("empty", new byte[0]);
      main.commit("all");
      Writing inParts =
          new Writing(5 << 20, Optional.empty(), Optional.empty(), Optional.empty(), true);
      Exporter whole = exporter(lake, repo, "whole", Writing.DEFAULT);
      Exporter parts = exporter(lake, repo, "parts", inParts);
      whole.exportAllFromBranch("main");
      parts.exportAllFromBranch("main");

      // When / Then
      assertThat(stored(lake, "parts/large/0").etag()).contains("-");
      for (Exporter exporter : new Exporter[] {whole, parts}) {
        VerifyReport listed = exporter.verify(VerifyOptions.DEFAULT);
        assertThat(listed.isEqual()).as("%s", listed).isTrue();
        assertThat(listed.verified().count(Equality.CHECKSUM)).isGreaterThanOrEqualTo(4);
        VerifyReport read = exporter.verify(VerifyOptions.DEFAULT.readingContent());
        assertThat(read.isEqual()).as("%s", read).isTrue();
        assertThat(read.verified().count(Equality.CONTENT)).isEqualTo(7);
      }

      // When
      damage(lake, "whole/large/1");
      damage(lake, "whole/small/1");

      // Then
      assertThat(whole.verify(VerifyOptions.DEFAULT).differences())
          .extracting(Difference::key)
          .containsExactly("small/1");
      assertThat(whole.verify(VerifyOptions.DEFAULT.readingContent()).differences())
          .extracting(Difference::key)
          .containsExactly("large/1", "small/1");
    }
  }

  @Test
  void shouldAskLittleOfTheStoreAboutMany() throws IOException {
    try (S3Lake lake = S3Lake.start(S3Server.Kind.LOCAL_S3)) {
      // Given
      Repo repo = lake.repository();
      Map<String, Entry> entries = new TreeMap<>();
      for (int i = 0; i < MANY; i++) {
        byte[] content = content(i);
        Entry made = Sandbox.syntheticEntry(key(i), content.length);
        entries.put(key(i), tagged(made, Digests.md5Hex(content)));
      }
      String commit = repo.branch("main").commit("many", entries.values().iterator());
      putMany(lake);
      lake.out().delete("many/" + key(77_777));
      lake.server().forgetRequests();

      // When
      VerifyReport report = lake.exporter(repo, "many").verify(VerifyOptions.DEFAULT.of(commit));

      // Then
      int asked = lake.requests(request -> true).size();
      System.out.printf(
          Locale.ROOT,
          "verify of %,d objects in %d ranges: %d requests to S3, %d ms%n%s",
          MANY,
          repo.ranges(commit).size(),
          asked,
          report.duration().toMillis(),
          report);
      assertThat(report.verified().count(Equality.CHECKSUM)).isEqualTo(MANY - 1);
      assertThat(report.differences())
          .extracting(Difference::kind, Difference::key)
          .containsExactly(tuple(Kind.MISSING, key(77_777)));
      assertThat(asked).isLessThanOrEqualTo(150);
      assertThat(lake.requests(request -> !request.method().equals("GET"))).isEmpty();
    }
  }

  private static Exporter exporter(S3Lake lake, Repo repo, String prefix, Writing writing) {
    return new Exporter(
        TestSpark.session(),
        lake.client(),
        repo.id(),
        "s3://" + S3Lake.OUT + "/" + prefix,
        ExportOptions.DEFAULT.with(writing),
        ProgressListener.NONE);
  }

  private static byte[] noise(int seed) {
    byte[] content = new byte[LARGE];
    new Random(seed).nextBytes(content);
    return content;
  }

  private static StoredObject stored(S3Lake lake, String key) throws IOException {
    return lake.out().stat(key).orElseThrow();
  }

  /** One bit of it. */
  private static void damage(S3Lake lake, String key) throws IOException {
    byte[] content;
    try (OpenObject open = lake.out().open(key, 0)) {
      content = open.stream().readAllBytes();
    }
    content[content.length / 2] ^= 4;
    lake.out().write(key, Body.of(content), Attributes.NONE);
  }

  private static String key(int i) {
    return String.format(Locale.ROOT, "table/day=%03d/part-%06d.parquet", i / 1_000, i);
  }

  private static byte[] content(int i) {
    return String.valueOf(i).getBytes(StandardCharsets.UTF_8);
  }

  private static Entry tagged(Entry entry, String checksum) {
    return new Entry(
        entry.key(),
        entry.address(),
        entry.relative(),
        entry.size(),
        checksum,
        entry.modified(),
        entry.metadata(),
        entry.contentType(),
        entry.identity());
  }

  /** Past the SDK, which would take minutes: this server lets in who does not sign. */
  private static void putMany(S3Lake lake) {
    URI server = lake.server().endpoint();
    int clients = 4;
    IntStream.range(0, clients)
        .parallel()
        .forEach(
            client -> {
              try (Socket socket = new Socket(server.getHost(), server.getPort());
                  InputStream in = new BufferedInputStream(socket.getInputStream())) {
                for (int i = client; i < MANY; i += clients) {
                  put(server, socket.getOutputStream(), in, i);
                }
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
  }

  private static void put(URI server, OutputStream out, InputStream in, int i) throws IOException {
    byte[] content = content(i);
    String head =
        "PUT /"
            + S3Lake.OUT
            + "/many/"
            + key(i).replace("=", "%3D")
            + " HTTP/1.1\r\nHost: "
            + server.getAuthority()
            + "\r\nContent-Length: "
            + content.length
            + "\r\n\r\n";
    out.write((head + i).getBytes(StandardCharsets.US_ASCII));
    out.flush();
    String line = line(in);
    assertThat(line).startsWith("HTTP/1.1 200");
    int length = 0;
    for (line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
      }
    }
    in.skipNBytes(length);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.append((char) next);
    }
    return line.toString().strip();
  }
}
