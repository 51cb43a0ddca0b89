package io.spillway.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.base.Settings;
import io.spillway.base.SpillwayException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

class S3SettingsTest {
  private final Map<String, String> values = new HashMap<>();

  private S3Settings settings() {
    return S3Settings.of(Settings.of(values), "b.c");
  }

  private SpillwayException refusal() {
    SpillwayException refusal = catchThrowableOfType(SpillwayException.class, this::settings);
    assertThat(refusal.kind()).isEqualTo(SpillwayException.Kind.BAD_INPUT);
    return refusal;
  }

  private void keys(String prefix) {
    values.put(prefix + "access.key", "AKIA1");
    values.put(prefix + "secret.key", "hush-hush");
  }

  @Test
  void shouldReachAwsThroughTheDefaultChainWhenNothingIsSet() {
    assertThat(settings().endpoint()).isEmpty();
    assertThat(settings().region()).isEmpty();
    assertThat(settings().pathStyle()).isFalse();
    assertThat(settings().credentials().providers()).containsExactly("DefaultCredentialsProvider");
  }

  @Test
  void shouldReadACustomEndpoint() {
    // Given
    values.put("fs.s3a.endpoint", "http://minio.example.org:9000");
    values.put("fs.s3a.path.style.access", "TRUE");
    values.put("fs.s3a.connection.establish.timeout", "30s");
    values.put("fs.s3a.connection.timeout", "200000");

    // When, Then
    assertThat(settings().endpoint()).hasValue(URI.create("http://minio.example.org:9000"));
    assertThat(settings().region()).isEqualTo("us-east-1");
    assertThat(settings().pathStyle()).isTrue();
    assertThat(settings().connectTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings().socketTimeout()).isEqualTo(Duration.ofSeconds(200));
  }

  @Test
  void shouldTakeTheSchemeOfAnEndpointWithoutOneFromTheSettings() {
    values.put("fs.s3a.endpoint", "minio.example.org:9000");
    assertThat(settings().endpoint()).hasValue(URI.create("https://minio.example.org:9000"));
    values.put("fs.s3a.connection.ssl.enabled", "false");
    assertThat(settings().endpoint()).hasValue(URI.create("http://minio.example.org:9000"));
  }

  @Test
  void shouldTakeTheEndpointsOfAwsForAws() {
    for (String endpoint :
        List.of("s3.eu-west-1.amazonaws.com", "https://s3-eu-west-1.amazonaws.com")) {
      values.put("fs.s3a.endpoint", endpoint);
      assertThat(settings().endpoint()).isEmpty();
      assertThat(settings().region()).isEqualTo("eu-west-1");
    }
    values.put("fs.s3a.endpoint", "s3.amazonaws.com");
    assertThat(settings().endpoint()).isEmpty();
    assertThat(settings().region()).isEmpty();
    values.put("fs.s3a.endpoint", "https://bucket.vpce-1a2b.s3.us-west-2.vpce.amazonaws.com");
    assertThat(settings().endpoint()).isPresent();
    assertThat(settings().region()).isEqualTo("us-west-2");
  }

  @Test
  void shouldPutTheBucketIntoThePathWhereNoNameServerKnowsIt() {
    values.put("fs.s3a.endpoint", "http://minio:9000");
    assertThat(settings().pathStyle()).isTrue();
  }

  @Test
  void shouldLetTheBucketsOwnSettingsWin() {
    // Given
    keys("fs.s3a.");
    values.put("fs.s3a.endpoint", "http://one:1");
    values.put("fs.s3a.bucket.b.c.endpoint", "http://two:2");
    values.put("fs.s3a.bucket.b.c.access.key", "AKIA2");
    values.put("fs.s3a.bucket.b.c.secret.key", "psst");
    values.put("fs.s3a.bucket.b.c.session.token", "token");
    values.put("fs.s3a.bucket.other.endpoint", "http://three:3");

    // When, Then
    assertThat(settings().endpoint()).hasValue(URI.create("http://two:2"));
    AwsCredentials credentials = settings().credentials().provider().resolveCredentials();
    assertThat(credentials).isEqualTo(AwsSessionCredentials.create("AKIA2", "psst", "token"));
  }

  @Test
  void shouldShareAClientBetweenBucketsThatNeedNoOther() {
    // Given
    keys("fs.s3a.");
    values.put("fs.s3a.endpoint", "http://one:1");
    S3Settings one = S3Settings.of(Settings.of(values), "one");
    values.put("unrelated", "x");
    S3Settings two = S3Settings.of(Settings.of(values), "two");
    values.put("fs.s3a.bucket.three.secret.key", "another");
    S3Settings three = S3Settings.of(Settings.of(values), "three");

    // When, Then
    assertThat(S3Connection.shared(one))
        .isSameAs(S3Connection.shared(two))
        .isNotSameAs(S3Connection.shared(three));
  }

  @Test
  void shouldMapTheUsualProvidersOfHadoopAndOfBothSdks() {
    // Given
    keys("fs.s3a.");
    values.put(
        "fs.s3a.aws.credentials.provider",
        "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider,\n org.apache.hadoop.fs.s3a.auth.IAMInstanceCredentialsProvider,"
            + "com.amazonaws.auth.profile.ProfileCredentialsProvider com.amazonaws.auth.DefaultAWSCredentialsProviderChain,"
            + "software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider,"
            + "software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider");

    // When, Then
    assertThat(settings().credentials().providers())
        .containsExactly(
            "SimpleAWSCredentialsProvider",
            "IAMInstanceCredentialsProvider",
            "ProfileCredentialsProvider",
            "DefaultAWSCredentialsProviderChain",
            "EnvironmentVariableCredentialsProvider",
            "WebIdentityTokenFileCredentialsProvider");
    assertThat(settings().credentials().provider().resolveCredentials().accessKeyId())
        .isEqualTo("AKIA1");
  }

  @Test
  void shouldTakeHadoopsOwnDefaultListForNoChoice() {
    values.put(
        "fs.s3a.aws.credentials.provider",
        "org.apache.hadoop.fs.s3a.TemporaryAWSCredentialsProvider,org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider,"
            + "com.amazonaws.auth.EnvironmentVariableCredentialsProvider,org.apache.hadoop.fs.s3a.auth.IAMInstanceCredentialsProvider");
    assertThat(settings().credentials().providers()).containsExactly("DefaultCredentialsProvider");
    keys("fs.s3a.");
    assertThat(settings().credentials().provider().resolveCredentials().secretAccessKey())
        .isEqualTo("hush-hush");
  }

  @Test
  void shouldRefuseAnUnknownProviderByName() {
    for (String name :
        List.of(
            "com.example.SimpleAWSCredentialsProvider",
            "org.apache.hadoop.fs.s3a.auth.NoSuchProvider",
            "Simple")) {
      values.put("fs.s3a.aws.credentials.provider", name);
      assertThat(refusal()).hasMessageContaining(name);
    }
  }

  @Test
  void shouldNameTheKeyThatIsMissing() {
    values.put("fs.s3a.access.key", "AKIA1");
    assertThat(refusal())
        .hasMessageContaining("fs.s3a.secret.key is not set")
        .hasMessageNotContaining("AKIA1");
    values.clear();
    values.put(
        "fs.s3a.aws.credentials.provider", "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
    assertThat(refusal()).hasMessageContaining("fs.s3a.access.key");
  }

  @Test
  void shouldRefuseWhatMakesNoSense() {
    Map<String, String> wrong =
        Map.of(
            "fs.s3a.path.style.access", "yes",
            "fs.s3a.connection.maximum", "0",
            "fs.s3a.connection.timeout", "soon",
            "fs.s3a.attempts.maximum", "-1",
            "fs.s3a.endpoint", "http://not a host/");
    wrong.forEach(
        (name, value) -> {
          values.clear();
          values.put(name, value);
          assertThat(refusal()).hasMessageContaining(name).hasMessageContaining(value);
        });
  }

  @Test
  void shouldShowNoSecret() {
    keys("fs.s3a.");
    values.put("fs.s3a.session.token", "tok-tok");
    assertThat(settings().toString()).doesNotContain("hush-hush", "AKIA1", "tok-tok");
    values.put("fs.s3a.endpoint", "http://user:pass-word@host/");
    assertThat(refusal()).hasMessageNotContaining("pass-word");
  }
}
