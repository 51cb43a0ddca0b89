package io.spillway.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.base.Settings;
import io.spillway.store.WriteGuard;
import java.io.ByteArrayInputStream;
import java.util.Map;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A warm-up that sends requests to no server, so that the SDK's thousands of classes are loaded,
 * and the most used code is compiled, before the first real request.
 */
final class S3WarmUp {
  /** The number of copies, enough for the JVM to compile their common code. */
  private static final int COPIES = 100;

  private S3WarmUp() {}

  /** Runs the warm-up. Sends nothing over any network. */
  static void run() {
    S3Settings settings =
        S3Settings.of(
            Settings.of(
                Map.of(
                    "fs.s3a.endpoint", "http://127.0.0.1:9",
                    "fs.s3a.access.key", "nobody",
                    "fs.s3a.secret.key", "nothing")),
            "warm-up");
    S3Client client =
        new GuardedClient(S3Connection.answeredBy(new Answers(), settings).s3(), WriteGuard.NONE);
    client.listObjectsV2(request -> request.bucket("warm-up").prefix("a/"));
    for (int i = 0; i < COPIES; i++) {
      String key = "a/" + i;
      client.copyObject(
          request ->
              request
                  .sourceBucket("warm-up")
                  .sourceKey(key)
                  .copySourceIfMatch("\"0\"")
                  .destinationBucket("warm-up")
                  .destinationKey(key)
                  .metadata(Map.of("name", "value"))
                  .overrideConfiguration(S3Calls.patience(1)));
    }
  }

  /** An HTTP client that answers every request with success. */
  static final class Answers implements SdkHttpClient {
    private static final String LISTED =
        "<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>";
    private static final String COPIED =
        "<CopyObjectResult><ETag>\"0\"</ETag>"
            + "<LastModified>2020-01-01T00:00:00.000Z</LastModified></CopyObjectResult>";

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      boolean copies = request.httpRequest().method() == SdkHttpMethod.PUT;
      byte[] body = (copies ? COPIED : LISTED).getBytes(UTF_8);
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() {
          return HttpExecuteResponse.builder()
              .response(
                  SdkHttpResponse.builder()
                      .statusCode(200)
                      .putHeader("Content-Length", String.valueOf(body.length))
                      .putHeader("Content-Type", "application/xml")
                      .build())
              .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
              .build();
        }

        @Override
        public void abort() {
          // Nothing is running.
        }
      };
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
