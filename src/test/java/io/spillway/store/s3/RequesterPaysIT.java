package io.spillway.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.base.SpillwayException;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.OpenObject;
import io.spillway.store.Stores;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who asks pays: the server here lets everybody in, and tells what was said to it. */
class RequesterPaysIT {
  private static final String PAYS = "fs.s3a.requester.pays.enabled";
  private static final String LAKE_PAYS = "fs.s3a.bucket.pay-lake.requester.pays.enabled";
  private static final int MIB = 1 << 20;

  private static S3Server server;

  @BeforeAll
  static void start() throws IOException {
    server = S3Server.start(S3Server.Kind.S3PROXY);
    server.makeBucket("pay-lake");
    server.makeBucket("pay-out");
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  void forget() {
    server.forgetRequests();
  }

  private static S3Store open(String bucket, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(server.settings());
    settings.put(Stores.TEMPORARY, "tmp");
    settings.putAll(more);
    return S3Store.open(
        Location.parse("s3://" + bucket + "/"),
        Settings.of(settings),
        new S3Limits(5 * MIB, 5 * MIB, 5 * MIB, 5 * MIB));
  }

  @Test
  void shouldSayItWithEveryRequest() throws IOException {
    // Given
    S3Store store = open("pay-lake", Map.of(PAYS, "true"));

    // When
    doEverything(store, store);

    // Then
    assertThat(server.requests()).hasSizeGreaterThan(15);
    assertThat(unpaid()).isEmpty();
  }

  @Test
  void shouldNotSayItUnasked() throws IOException {
    S3Store store = open("pay-lake", Map.of());
    doEverything(store, store);
    assertThat(unpaid()).hasSameSizeAs(server.requests());
  }

  @Test
  void shouldSayItOfTheBucketItIsChosenForAndOfCopiesFromIt() throws IOException {
    // Given
    S3Store lake = open("pay-lake", Map.of(LAKE_PAYS, "true"));
    S3Store out = open("pay-out", Map.of(LAKE_PAYS, "true"));
    String etag = lake.write("a", Body.of("abc".getBytes(UTF_8)), Attributes.NONE).etag();
    server.forgetRequests();

    // When
    assertThat(out.reaches(lake)).isTrue();
    out.copy(lake, "a", etag, 3, "copied", Attributes.NONE);
    out.stat("copied");

    // Then
    assertThat(unpaid()).extracting(RecordedRequest::method).containsExactly("HEAD");
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void shouldRefuseWhatIsNeitherYesNorNo() {
    assertThatThrownBy(() -> open("pay-lake", Map.of(PAYS, "perhaps")))
        .isInstanceOf(SpillwayException.class)
        .hasMessage("fs.s3a.requester.pays.enabled is 'perhaps': give true or false.");
  }

  private static void doEverything(S3Store from, S3Store to) throws IOException {
    byte[] large = new byte[13 * MIB];
    String small = from.write("a", Body.of("abc".getBytes(UTF_8)), Attributes.NONE).etag();
    String tag = from.write("large", Body.of(large), Attributes.NONE).etag();
    to.copy(from, "a", small, 3, "a-copy", Attributes.NONE);
    to.copy(from, "large", tag, large.length, "large-copy", Attributes.NONE);
    assertThat(to.create("new", new byte[1], Attributes.NONE)).isTrue();
    try (OpenObject open = to.open("large-copy", 10)) {
      assertThat(open.stream().readNBytes(5)).hasSize(5);
    }
    to.list("").forEachRemaining(object -> {});
    to.delete("new");
    assertThat(to.delete(List.of("a", "a-copy", "large", "large-copy"))).isEmpty();
  }

  private static List<RecordedRequest> unpaid() {
    return server.requests().stream()
        .filter(
            request ->
                !request.header("x-amz-request-payer").equals(java.util.Optional.of("requester")))
        .toList();
  }
}
