package io.spillway.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.Settings;
import io.spillway.store.Stores;
import io.spillway.store.WriteGuard;
import io.spillway.store.s3.RandomRequests.Call;
import io.spillway.store.s3.RecordingHttp.Sent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The direct client beside the SDK's: equal requests, and equal answers to them. */
class ClientsTest {
  private static final int REQUESTS = Integer.getInteger("spillway.clients.requests", 3_000);
  private static final Random RANDOM = new Random();

  private final RecordingHttp directHttp = new RecordingHttp();
  private final RecordingHttp sdkHttp = new RecordingHttp();

  private static S3Client client(RecordingHttp http, Map<String, String> more, String kind) {
    Map<String, String> settings = new HashMap<>();
    settings.put("fs.s3a.access.key", "AKIDEXAMPLE");
    settings.put("fs.s3a.secret.key", "hush-hush");
    settings.put("fs.s3a.attempts.maximum", "1");
    settings.put(Stores.S3_CLIENT, kind);
    settings.putAll(more);
    S3Settings read = S3Settings.of(Settings.of(settings), "bucket");
    return new GuardedClient(S3Connection.answeredBy(http, read).s3(), WriteGuard.NONE);
  }

  private void compare(int requests, List<String> buckets, Map<String, String> settings) {
    S3Client direct = client(directHttp, settings, "direct");
    S3Client sdk = client(sdkHttp, settings, "sdk");
    long seed = RANDOM.nextLong();
    Random random = new Random(seed);
    RandomRequests calls = new RandomRequests(random, buckets);
    for (int i = 0; i < requests; i++) {
      Call call = calls.next();
      RecordingHttp.Answer answer =
          RandomAnswers.next(random, calls, settings.containsKey("fs.s3a.endpoint"));
      directHttp.answer(answer);
      sdkHttp.answer(answer);
      Supplier<String> what = () -> "seed " + seed + ", " + call + " -> " + answer;
      assertThat(outcome(call, direct)).as(what).isEqualTo(outcome(call, sdk));
      Sent ours = directHttp.last();
      Sent theirs = sdkHttp.last();
      assertThat(ours.isDirect()).as(what).isTrue();
      assertThat(theirs.isDirect()).as(what).isFalse();
      assertThat(ours.comparable()).as(what).isEqualTo(theirs.comparable());
      assertThat(ours.authorization()).as(what).isEqualTo(ours.authorizationBySdk("hush-hush"));
    }
  }

  /** An answer, compared by the fields of its model; its text shows them. */
  private record Outcome(Object answer) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Outcome same
          && (answer instanceof SdkPojo model
              ? model.equalsBySdkFields(same.answer)
              : answer instanceof RandomRequests.Got got
                  && same.answer instanceof RandomRequests.Got otherGot
                  && got.content().equals(otherGot.content())
                  && got.response().equalsBySdkFields(otherGot.response()));
    }

    @Override
    public int hashCode() {
      return 1;
    }
  }

  /** Returns the answer, or what a failure says. */
  private static Object outcome(Call call, S3Client client) {
    try {
      return new Outcome(call.by().apply(client));
    } catch (S3Exception e) {
      return List.of(
          e.statusCode(),
          String.valueOf(e.awsErrorDetails().errorCode()),
          String.valueOf(e.awsErrorDetails().errorMessage()),
          String.valueOf(e.requestId()),
          String.valueOf(e.extendedRequestId()));
    } catch (SdkException e) {
      return "failed: " + e.retryable();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:9000",
        "https://store.example.com",
        "http://store.example.com/gateway/s3",
        "https://localhost:8443/x"
      })
  void shouldSendToServersWhatTheSdkSends(String endpoint) {
    compare(
        REQUESTS / 10,
        List.of("bucket", "with.dots", "Under_Scored"),
        Map.of("fs.s3a.endpoint", endpoint, "fs.s3a.session.token", "token+/=="));
    compare(
        REQUESTS / 10,
        List.of("bucket", "with.dots"),
        Map.of("fs.s3a.endpoint", endpoint, "fs.s3a.path.style.access", "true"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "us-east-1",
        "eu-central-1",
        "cn-north-1",
        "us-gov-west-1",
        "us-iso-east-1",
        "xx-new-9"
      })
  void shouldSendToAwsWhatTheSdkSends(String region) {
    Map<String, String> settings = Map.of("fs.s3a.endpoint.region", region);
    compare(REQUESTS / 40, List.of("bucket", "with.dots", "x-s3alias"), settings);
    Map<String, String> pathStyle = new HashMap<>(settings);
    pathStyle.put("fs.s3a.path.style.access", "true");
    compare(REQUESTS / 100, List.of("bucket", "with.dots"), pathStyle);
  }

  @Test
  void shouldLeaveUnusualBucketsToTheSdk() {
    for (String bucket :
        List.of(
            "arn:aws:s3:us-west-2:123456789012:accesspoint/point",
            "arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-1/accesspoint/point",
            "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap",
            "bucket--usw2-az1--x-s3",
            "test-accessp-o0b1d075431d83bebde8xz5w8ijx1qzlbp3i3kuse10--op-s3")) {
      // Given
      Map<String, String> settings = Map.of("fs.s3a.endpoint.region", "us-west-2");
      S3Client direct = client(directHttp, settings, "direct");
      directHttp.answer(RecordingHttp.Answer.of(404, ""));

      // When
      try {
        direct.headObject(request -> request.bucket(bucket).key("a"));
      } catch (SdkException e) {
        // Express asks for a session first, and multi-region needs a library: neither is ours.
      }

      // Then
      assertThat(directHttp.all()).as(bucket).noneMatch(Sent::isDirect);
    }
  }

  @Test
  void shouldLeaveRequestsWithChecksumsToTheSdk() {
    // Given
    S3Client direct = client(directHttp, Map.of("fs.s3a.endpoint", "http://127.0.0.1:9"), "direct");
    directHttp.answer(new RecordingHttp.Answer(200, "OK", Map.of(), "abc".getBytes(UTF_8)));

    // When
    direct.getObjectAsBytes(request -> request.bucket("bucket").key("a").checksumMode("ENABLED"));

    // Then
    assertThat(directHttp.last().isDirect()).isFalse();
    assertThat(directHttp.last().header("x-amz-checksum-mode")).isEqualTo("ENABLED");
  }
}
