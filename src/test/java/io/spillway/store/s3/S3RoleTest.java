package io.spillway.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.spillway.base.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

class S3RoleTest {
  private static final String PROVIDER =
      "org.apache.hadoop.fs.s3a.auth.AssumedRoleCredentialProvider";

  private final Map<String, String> settings = new HashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> signatures = new CopyOnWriteArrayList<>();
  private HttpServer sts;

  @BeforeEach
  void start() throws IOException {
    sts = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    sts.createContext("/", this::assume);
    sts.start();
    settings.put("fs.s3a.aws.credentials.provider", PROVIDER);
    settings.put("fs.s3a.access.key", "AKIABASE");
    settings.put("fs.s3a.secret.key", "the-secret-of-the-base");
    settings.put("fs.s3a.assumed.role.arn", "arn:aws:iam::1:role/reader");
    settings.put(
        "fs.s3a.assumed.role.sts.endpoint", "http://127.0.0.1:" + sts.getAddress().getPort());
    settings.put("fs.s3a.assumed.role.sts.endpoint.region", "eu-west-1");
  }

  @AfterEach
  void stop() {
    sts.stop(0);
  }

  private void assume(HttpExchange exchange) throws IOException {
    asked.add(
        URLDecoder.decode(new String(exchange.getRequestBody().readAllBytes(), UTF_8), UTF_8));
    signatures.add(exchange.getRequestHeaders().getFirst("Authorization"));
    byte[] answer =
        """
        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
        <Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
        <SessionToken>t</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration></Credentials>
        </AssumeRoleResult></AssumeRoleResponse>
        """
            .getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "text/xml");
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private S3Credentials credentials() {
    return S3Settings.of(Settings.of(settings), "bucket").credentials();
  }

  @Test
  void shouldAssumeARoleByTheGivenKeys() {
    // Given
    settings.put("fs.s3a.assumed.role.session.name", "nightly");
    settings.put("fs.s3a.assumed.role.session.duration", "1h");
    settings.put("fs.s3a.assumed.role.external.id", "x-1");

    // When
    AwsCredentialsProvider provider = credentials().provider();

    // Then
    assertThat(provider.resolveCredentials())
        .isInstanceOfSatisfying(
            AwsSessionCredentials.class,
            role -> {
              assertThat(role.accessKeyId()).isEqualTo("ASIAROLE");
              assertThat(role.sessionToken()).isEqualTo("t");
            });
    provider.resolveCredentials();
    assertThat(asked).as("once for as long as it is good").hasSize(1);
    assertThat(asked.get(0).split("&"))
        .contains(
            "Action=AssumeRole",
            "RoleArn=arn:aws:iam::1:role/reader",
            "RoleSessionName=nightly",
            "DurationSeconds=3600",
            "ExternalId=x-1");
    assertThat(signatures.get(0)).contains("AKIABASE", "/eu-west-1/sts/");
  }

  @Test
  void shouldAssumeARoleForOneBucketAlone() {
    // Given
    settings.remove("fs.s3a.aws.credentials.provider");
    settings.put("fs.s3a.bucket.lake.aws.credentials.provider", PROVIDER);

    // When, Then
    S3Settings lake = S3Settings.of(Settings.of(settings), "lake");
    assertThat(lake.credentials().role()).isPresent();
    assertThat(credentials().role()).isEmpty();
    assertThat(lake).as("another client").isNotEqualTo(S3Settings.of(Settings.of(settings), "b"));
  }

  @Test
  void shouldNameWhatIsMissing() {
    settings.remove("fs.s3a.assumed.role.arn");

    assertThatThrownBy(this::credentials)
        .hasMessage(
            "fs.s3a.aws.credentials.provider asks for a role: set fs.s3a.assumed.role.arn to its"
                + " ARN.");
  }

  @Test
  void shouldNotAssumeARoleByItself() {
    settings.put("fs.s3a.assumed.role.credentials.provider", PROVIDER);

    assertThatThrownBy(this::credentials)
        .hasMessageContaining("fs.s3a.assumed.role.credentials.provider names " + PROVIDER);
  }

  @Test
  void shouldShowNoSecret() {
    assertThat(credentials().toString() + credentials().role())
        .doesNotContain("the-secret-of-the-base");
  }
}
