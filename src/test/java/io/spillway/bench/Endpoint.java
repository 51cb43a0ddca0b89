package io.spillway.bench;

import io.spillway.base.Settings;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;

/**
 * An S3 server and the keys that it takes.
 *
 * @param uri where it listens
 * @param accessKey its access key id
 * @param secretKey its secret
 */
record Endpoint(URI uri, String accessKey, String secretKey) {
  /** The same server by another way, say through a proxy. */
  Endpoint at(URI other) {
    return new Endpoint(other, accessKey, secretKey);
  }

  /** What reaches it, by Hadoop's names. */
  Map<String, String> hadoop() {
    return named("fs.s3a.");
  }

  /** What reaches it for one bucket, by Hadoop's names. */
  Map<String, String> hadoopFor(String bucket) {
    return named("fs.s3a.bucket." + bucket + ".");
  }

  private Map<String, String> named(String prefix) {
    Map<String, String> settings = new TreeMap<>();
    settings.put(prefix + "endpoint", uri.toString());
    settings.put(prefix + "path.style.access", "true");
    settings.put(prefix + "access.key", accessKey);
    settings.put(prefix + "secret.key", secretKey);
    return settings;
  }

  /** The same for our own stores. */
  Settings settings() {
    return Settings.of(hadoop());
  }

  /** A client as Spillway makes its own, with that many connections. */
  S3Client client(int connections) {
    return client(HttpClients.APACHE.builder(connections), false);
  }

  /**
   * A client on that HTTP client.
   *
   * @param chunked whether it signs bodies as they stream, else before they are sent
   */
  S3Client client(SdkHttpClient.Builder<?> http, boolean chunked) {
    return S3Client.builder()
        .endpointOverride(uri)
        .forcePathStyle(true)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
        .serviceConfiguration(
            S3Configuration.builder()
                .expectContinueEnabled(false)
                .chunkedEncodingEnabled(chunked)
                .build())
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        .httpClientBuilder(http)
        .build();
  }

  @Override
  public String toString() {
    return "S3 at " + uri;
  }
}
