package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.export.ExportOptions;
import io.spillway.outcome.Cost;
import io.spillway.report.ExportReport;
import io.spillway.request.ProgressListener;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.store.OpenObject;
import io.spillway.store.Traffic;
import io.spillway.store.Traffic.Group;
import io.spillway.store.Traffic.Kind;
import io.spillway.store.s3.RecordedRequest;
import io.spillway.store.s3.S3Server;
import io.spillway.testing.BusyFront;
import io.spillway.testing.S3Lake;
import io.spillway.testing.TestSpark;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an export says that it cost is what the S3 server has seen. */
class CostIT {
  private static final int OBJECTS = 60;

  @RegisterExtension static final S3Lake lake = S3Lake.on(S3Server.Kind.LOCAL_S3);

  private static BusyFront front;
  private static int prefixes;

  private Repo repo;
  private Branch main;
  private String prefix;

  @BeforeAll
  static void start() throws IOException {
    front = BusyFront.before(lake.server().endpoint());
    TestSpark.session()
        .sparkContext()
        .hadoopConfiguration()
        .set("fs.s3a.endpoint", front.endpoint());
  }

  @AfterAll
  static void stop() throws IOException {
    front.close();
  }

  @BeforeEach
  void commit() {
    repo = lake.repository();
    main = repo.branch("main");
    prefix = "p" + ++prefixes;
    for (int i = 0; i < OBJECTS; i++) {
      main.put("a" + i, new byte[100 + i]);
    }
    main.commit("m");
  }

  /** The requests that got through to the server. */
  private static Map<Kind, Long> seen() {
    Map<Kind, Long> seen = new EnumMap<>(Kind.class);
    lake.server().requests().forEach(request -> seen.merge(kind(request), 1L, Long::sum));
    return seen;
  }

  private static Kind kind(RecordedRequest request) {
    return switch (request.method()) {
      case "GET" -> request.key().isEmpty() ? Kind.LIST : Kind.GET;
      case "HEAD" -> Kind.HEAD;
      case "PUT" -> request.isCopy() ? Kind.COPY : Kind.PUT;
      case "DELETE" -> Kind.DELETE;
      default -> request.query().startsWith("delete") ? Kind.DELETE : Kind.OTHER;
    };
  }

  /** What counts for stores, and what the export does after it has counted. */
  private static Map<Kind, Long> counted(ExportReport report) {
    Map<Kind, Long> counted =
        new TreeMap<>(report.summary().cost().traffic().counts(Group.REQUESTS).values());
    counted.remove(Kind.API);
    counted.merge(Kind.LIST, 1L, Long::sum); // the lease is looked at and released
    counted.merge(Kind.PUT, 1L, Long::sum);
    return counted;
  }

  @Test
  void shouldTellExactlyWhatTheServerHasSeen() throws IOException {
    // Given
    front.refuse(0, exchange -> false);
    lake.server().forgetRequests();

    // When
    ExportReport report = lake.exporter(repo, prefix).exportAllFromBranch("main");

    // Then
    Cost cost = report.summary().cost();
    Traffic traffic = cost.traffic();
    assertThat(counted(report)).isEqualTo(seen());
    assertThat(cost.tasks().count(Kind.COPY)).isEqualTo(OBJECTS);
    assertThat(traffic.count(Kind.COPIED)).isEqualTo(report.bytes());
    assertThat(traffic.count(Kind.SENT)).isLessThanOrEqualTo(front.sent()).isPositive();
    assertThat(traffic.count(Kind.RECEIVED)).isPositive();
    assertThat(traffic.count(Kind.RETRIES) + traffic.count(Kind.THROTTLES)).isZero();
    assertThat(traffic.count(Kind.API)).isPositive();
    assertThat(cost.count()).isPositive();
    assertThat(cost.slowest()).isNotNull();
    assertThat(cost.slowest().step()).isEqualTo("copy-1");
  }

  @Test
  void shouldCountEachAttemptWhenTheStoreIsTooBusy() throws IOException {
    // Given
    front.refuse(3, exchange -> exchange.getRequestHeaders().containsKey("x-amz-copy-source"));
    lake.server().forgetRequests();

    // When
    ExportReport report = lake.exporter(repo, prefix).exportAllFromBranch("main");

    // Then
    Traffic tasks = report.summary().cost().tasks();
    assertThat(front.refused()).isEqualTo(3);
    assertThat(report.objects()).isEqualTo(OBJECTS);
    assertThat(tasks.count(Kind.COPY)).isEqualTo(OBJECTS + 3);
    assertThat(tasks.count(Kind.RETRIES)).isEqualTo(3);
    assertThat(tasks.count(Kind.THROTTLES)).isEqualTo(3);
    assertThat(tasks.count(Kind.COPIED)).isEqualTo(report.bytes());
    assertThat(recorded(report).at("/cost/tasks/requests/copy").asLong()).isEqualTo(OBJECTS + 3);
    assertThat(recorded(report).at("/cost/tasks/throttles").asLong()).isEqualTo(3);
    assertThat(recorded(report).at("/cost/driver/requests/put").asLong()).isPositive();
  }

  private JsonNode recorded(ExportReport report) throws IOException {
    String key = prefix + "/_spillway/exports/" + report.exportId() + "/export.json";
    try (OpenObject record = lake.out().open(key, 0)) {
      return new ObjectMapper().readTree(record.stream().readAllBytes());
    }
  }

  @Test
  void shouldCountATaskThatRanAgainByTheAttemptThatBroughtItsResult() {
    // Given
    front.refuse(0, exchange -> false);
    FailsOnce.SEEN.set(0);
    ExportOptions options = ExportOptions.DEFAULT.with(new FailsOnce(), 0);
    Exporter exporter =
        new Exporter(
            TestSpark.session(),
            lake.client(),
            repo.id(),
            "s3://" + S3Lake.OUT + "/" + prefix,
            options,
            ProgressListener.NONE);
    lake.server().forgetRequests();

    // When
    ExportReport report = exporter.exportAllFromBranch("main");

    // Then: what the first attempt had copied is neither copied nor counted again
    Cost cost = report.summary().cost();
    List<String> copied =
        lake.written(prefix).stream().filter(key -> key.matches("a\\d+")).toList();
    assertThat(FailsOnce.SEEN).hasValue(3);
    assertThat(copied).hasSize(OBJECTS);
    assertThat(report.objects()).isEqualTo(OBJECTS);
    assertThat(seen().get(Kind.COPY)).isEqualTo(OBJECTS);
    assertThat(cost.tasks().count(Kind.COPY)).isEqualTo(1);
    assertThat(cost.tasks().count(Kind.COPIED)).isEqualTo(109);
    assertThat(cost.count()).isEqualTo(1);
  }

  /** Ends the first task of a round at its last key. */
  private static final class FailsOnce implements KeyFilter {
    private static final long serialVersionUID = 1L;
    private static final AtomicInteger SEEN = new AtomicInteger();

    @Override
    public int rounds() {
      return 1;
    }

    @Override
    public int roundForKey(String key) {
      // Planning asks first.
      if (key.equals("a9") && SEEN.incrementAndGet() == 2) {
        throw new AssertionError("This task fails, as the test wants it to");
      }
      return 1;
    }
  }
}
