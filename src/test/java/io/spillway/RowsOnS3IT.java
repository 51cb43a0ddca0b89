package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.base.Environment;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.export.Export;
import io.spillway.export.RowOptions;
import io.spillway.export.RowVerification;
import io.spillway.export.RowWork;
import io.spillway.ledger.lease.LeaseTiming;
import io.spillway.report.ExportFailedException;
import io.spillway.report.ExportReport;
import io.spillway.report.VerifyReport;
import io.spillway.request.ProgressListener;
import io.spillway.rows.destination.FolderDestination;
import io.spillway.rows.round.RowRunner;
import io.spillway.rows.round.RowVerifier;
import io.spillway.store.StoredObject;
import io.spillway.store.Stores;
import io.spillway.store.s3.Fault;
import io.spillway.store.s3.FaultRule;
import io.spillway.store.s3.FaultyProxy;
import io.spillway.store.s3.RecordedRequest;
import io.spillway.store.s3.S3Server;
import io.spillway.testing.FakeRows;
import io.spillway.testing.TestSpark;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Exports of rows to S3, over a network that damages and refuses. */
class RowsOnS3IT {
  private static S3Server server;

  private FaultyProxy proxy;
  private Stores stores;
  private Location root;

  @BeforeAll
  static void start() throws IOException {
    server = S3Server.start(S3Server.Kind.S3PROXY);
    server.makeBucket("rows");
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  void openBehindTheProxy() throws IOException {
    proxy = FaultyProxy.before(server.endpoint());
    Map<String, String> settings = new HashMap<>(server.settings());
    settings.put("fs.s3a.endpoint", proxy.endpoint("127.0.0.1"));
    settings.put("fs.s3a.attempts.maximum", "2");
    stores = new Stores(Settings.of(settings));
    root = Location.parse("s3://rows/" + System.nanoTime()).asRoot();
  }

  @AfterEach
  void stopProxy() throws IOException {
    proxy.close();
  }

  @Test
  void shouldWriteAFileAgainWhoseBytesWereDamagedOnTheirWay() throws IOException {
    // Given
    FakeRows rows = new FakeRows().table("orders", 500, 500);
    FaultRule rule = proxy.inject(Fault.flippedRequest(), RowsOnS3IT::isFile, 1);

    // When
    ExportReport report = export(rows);

    // Then
    assertThat(rule.fired()).isEqualTo(1);
    assertThat(report.success()).isTrue();
    VerifyReport verified = verify();
    assertThat(verified.isEqual()).isTrue();
    assertThat(verified.rows().verified().rows()).isEqualTo(1_000);
    assertThat(keys()).filteredOn(key -> key.endsWith(".parquet")).hasSize(2);
  }

  @Test
  void shouldNameTheTableWhoseFileTheStoreRefuses() throws IOException {
    // Given
    FakeRows rows = new FakeRows().table("orders", 500);
    proxy.inject(Fault.refuse(403, "AccessDenied"), RowsOnS3IT::isFile);

    // When
    ExportFailedException failure =
        catchThrowableOfType(ExportFailedException.class, () -> export(rows));

    // Then
    assertThat(failure.report().failures().get(0).toString())
        .startsWith("db.public.orders: ")
        .contains("403 AccessDenied");
    assertThat(keys()).noneMatch(key -> key.endsWith("_SUCCESS"));
  }

  private static boolean isFile(RecordedRequest request) {
    return request.method().equals("PUT") && request.path().endsWith(".parquet");
  }

  private ExportReport export(FakeRows rows) {
    RowWork work =
        new RowWork(
            rows.asSource(),
            destination(),
            RowOptions.DEFAULT,
            new RowRunner(spark(), ProgressListener.NONE),
            Environment.system());
    return new Export(
            work, work.context(), LeaseTiming.lasting(Duration.ofMinutes(5)), Environment.system())
        .run();
  }

  private FolderDestination destination() {
    return new FolderDestination(root, Optional.empty(), stores);
  }

  private VerifyReport verify() {
    return new RowVerification(
            Optional.of(FakeRows.SOURCE), destination(), Optional.empty(), Environment.system())
        .run(new RowVerifier(spark(), ProgressListener.NONE), true);
  }

  private List<String> keys() throws IOException {
    List<String> keys = new ArrayList<>();
    stores
        .open(root)
        .list(root.path() + "/")
        .forEachRemaining((StoredObject object) -> keys.add(object.key()));
    return keys;
  }

  private static JavaSparkContext spark() {
    return JavaSparkContext.fromSparkContext(TestSpark.session().sparkContext());
  }
}
