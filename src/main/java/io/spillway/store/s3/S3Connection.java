package io.spillway.store.s3;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * One SDK client for all buckets with equal settings, and a {@link Limiter} for each of them; it
 * lives as long as the JVM.
 */
final class S3Connection {
  /** What a request may take that moves no bytes. Those that do get more, by their size. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Map<S3Settings, S3Connection> SHARED = new ConcurrentHashMap<>();

  private static final S3Configuration SERVICE =
      // Bodies can be sent again, and their digests are sent along: neither a question first nor
      // signed chunks, which not every server reads, would add anything.
      S3Configuration.builder().expectContinueEnabled(false).chunkedEncodingEnabled(false).build();

  private final S3Settings settings;
  private final AwsCredentialsProvider credentials;
  private final Region region;
  private final LimitedClient client;
  private final S3CopyGuards copyGuards = new S3CopyGuards();
  private final AtomicReference<S3Presigner> presigner = new AtomicReference<>();

  private S3Connection(S3Settings settings, SdkHttpClient http) {
    WireLogs.shut();
    this.settings = settings;
    this.credentials = settings.credentials().provider();
    this.region = region(settings);
    this.client = client(new GuardedHttp(http));
  }

  static S3Connection shared(S3Settings settings) {
    return SHARED.computeIfAbsent(settings, own -> new S3Connection(own, http(own)));
  }

  /** A connection that nobody shares. */
  static S3Connection answeredBy(SdkHttpClient http, S3Settings settings) {
    return new S3Connection(settings, http);
  }

  /** Returns what makes sure of copies between its buckets. */
  S3CopyGuards copyGuards() {
    return copyGuards;
  }

  S3Client s3() {
    return client;
  }

  /** Whether what passes is protected by TLS. */
  boolean isEncrypted() {
    return settings.endpoint().map(uri -> "https".equalsIgnoreCase(uri.getScheme())).orElse(true);
  }

  S3Presigner presigner() {
    return presigner.updateAndGet(made -> made == null ? makePresigner() : made);
  }

  private static SdkHttpClient http(S3Settings settings) {
    return ApacheHttpClient.builder()
        .maxConnections(settings.connections())
        // Readers of bodies may be more than connections; they wait for their turn.
        .connectionAcquisitionTimeout(Duration.ofMinutes(10))
        .connectionTimeout(settings.connectTimeout())
        .socketTimeout(settings.socketTimeout())
        .expectContinueEnabled(false)
        .tcpKeepAlive(true)
        .build();
  }

  private LimitedClient client(SdkHttpClient http) {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(region)
            .credentialsProvider(credentials)
            .forcePathStyle(settings.pathStyle())
            .serviceConfiguration(SERVICE)
            .putAuthScheme(new SignedDigest())
            // Older servers refuse the checksums that this SDK adds unasked; ours are Content-MD5.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .httpClient(http)
            .overrideConfiguration(
                override ->
                    override
                        .addExecutionInterceptor(new DeletionDigest())
                        .apiCallAttemptTimeout(PATIENCE)
                        .addExecutionInterceptor(new Metering())
                        .retryStrategy(
                            new Patience(settings.attempts(), settings.attemptsWhenBusy())));
    settings.endpoint().ifPresent(builder::endpointOverride);
    // Only AWS says where a bucket is when asked in the wrong region.
    builder.crossRegionAccessEnabled(settings.endpoint().isEmpty());
    return new LimitedClient(builder.build(), settings.concurrency());
  }

  private S3Presigner makePresigner() {
    S3Presigner.Builder builder =
        S3Presigner.builder()
            .region(region)
            .credentialsProvider(credentials)
            .serviceConfiguration(
                SERVICE.toBuilder().pathStyleAccessEnabled(settings.pathStyle()).build());
    settings.endpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  private static Region region(S3Settings settings) {
    if (!settings.region().isEmpty()) {
      return Region.of(settings.region());
    }
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion();
    } catch (SdkClientException e) {
      // Nothing tells the region. From any, AWS tells it with the first answer.
      return Region.US_EAST_1;
    }
  }
}
