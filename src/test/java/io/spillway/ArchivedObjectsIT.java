package io.spillway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.object.Entry;
import io.spillway.outcome.Failure;
import io.spillway.report.ExportFailedException;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.store.s3.Fault;
import io.spillway.store.s3.FaultyProxy;
import io.spillway.store.s3.RecordedRequest;
import io.spillway.store.s3.S3Server;
import io.spillway.testing.Folder;
import io.spillway.testing.S3Lake;
import io.spillway.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Objects that their bucket has moved to an archive: S3 refuses them with the status of wrong
 * rights, and they are no reason to think worse of the others.
 */
class ArchivedObjectsIT {
  @RegisterExtension static final S3Lake lake = S3Lake.on(S3Server.Kind.S3PROXY);

  @TempDir Path temp;
  private FaultyProxy proxy;
  private Repo repo;
  private Branch main;
  private final List<Entry> archived = new ArrayList<>();

  @BeforeEach
  void archive() throws IOException {
    proxy = FaultyProxy.before(lake.server().endpoint());
    hadoop().set("fs.s3a.endpoint", proxy.endpoint("127.0.0.1"));
    repo = lake.repository();
    main = repo.branch("main");
    for (int i = 0; i < 3; i++) {
      archived.add(main.put("a/" + i, ("cold " + i).getBytes(UTF_8)));
    }
    for (int i = 0; i < 10; i++) {
      main.put("b/" + i, ("warm " + i).getBytes(UTF_8));
    }
    main.commit("m");
    proxy.inject(Fault.refuse(403, "InvalidObjectState"), this::readsArchived);
    lake.server().forgetRequests();
    lake.sandbox().forgetRequests();
  }

  @AfterEach
  void stopProxy() throws IOException {
    hadoop().set("fs.s3a.endpoint", lake.server().settings().get("fs.s3a.endpoint"));
    proxy.close();
  }

  private static Configuration hadoop() {
    return TestSpark.session().sparkContext().hadoopConfiguration();
  }

  private boolean readsArchived(RecordedRequest request) {
    String read =
        request.isCopy()
            ? request.header("x-amz-copy-source").orElse("")
            : request.method().equals("GET") ? request.key() : "";
    return archived.stream().anyMatch(entry -> read.endsWith(entry.address()));
  }

  @Test
  void shouldNameThemAndGoOnCopyingTheOthersInsideTheServer() {
    // When
    ExportFailedException failure =
        catchThrowableOfType(
            ExportFailedException.class,
            () -> lake.exporter(repo, "archived").exportAllFromBranch("main"));

    // Then
    assertNamed(failure);
    assertThat(lake.written("archived").stream().filter(key -> key.startsWith("b/"))).hasSize(10);
    assertThat(lake.requests(request -> request.isCopy())).hasSize(10);
    assertThat(readThroughLakeFs()).isZero();
  }

  @Test
  void shouldNameThemAndGoOnReadingTheOthersFromTheBucket() throws IOException {
    // Given
    Folder out = new Folder(temp.resolve("out"));

    // When
    ExportFailedException failure =
        catchThrowableOfType(
            ExportFailedException.class,
            () ->
                new Exporter(TestSpark.session(), lake.client(), repo.id(), out.uri())
                    .exportAllFromBranch("main"));

    // Then
    assertNamed(failure);
    assertThat(out.objects()).hasSize(10);
    assertThat(readThroughLakeFs()).isZero();
  }

  private static void assertNamed(ExportFailedException failure) {
    assertThat(failure.report().failures())
        .extracting(Failure::key)
        .containsExactlyInAnyOrder("a/0", "a/1", "a/2");
    assertThat(failure.report().failures())
        .allSatisfy(
            one ->
                assertThat(one.reason())
                    .contains("403 InvalidObjectState")
                    .endsWith(
                        "The object is archived: restore it, and run the export again when that is"
                            + " done."));
  }

  private static long readThroughLakeFs() {
    return lake.sandbox().requests().stream()
        .filter(request -> request.path().endsWith("/objects") && request.method().equals("GET"))
        .count();
  }
}
