package io.spillway.store.s3;

import io.spillway.store.ServerWatch;
import io.spillway.store.s3.direct.DirectClient;
import io.spillway.store.s3.direct.DirectSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
 * One client for all buckets with equal settings, and a {@link Limiter} for each of them; it lives
 * as long as the JVM.
 */
final class S3Connection {
  /**
   * The timeout of a request that transfers no bytes. Requests that do get more, depending on the
   * size.
   */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Logger LOG = LoggerFactory.getLogger(S3Connection.class);
  private static final Map<S3Settings, S3Connection> SHARED = new ConcurrentHashMap<>();

  private static final S3Configuration SERVICE =
      // Bodies can be sent again with their digests: neither an Expect header nor signed chunks,
      // which some servers cannot read, would add anything.
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
    return SHARED.computeIfAbsent(settings, S3Connection::open);
  }

  private static S3Connection open(S3Settings settings) {
    S3Connection opened = new S3Connection(settings, http(settings));
    LOG.debug(
        "Requests to {} are sent by the {} client",
        settings.endpoint().map(URI::toString).orElse("AWS in region " + opened.region),
        settings.direct() ? "direct" : "SDK's");
    return opened;
  }

  /** Returns a connection that is not shared. */
  static S3Connection answeredBy(SdkHttpClient http, S3Settings settings) {
    return new S3Connection(settings, http);
  }

  /** Returns the guards of copies between this connection's buckets. */
  S3CopyGuards copyGuards() {
    return copyGuards;
  }

  S3Client s3() {
    return client;
  }

  /** Returns whether the store is AWS's own. */
  boolean isAws() {
    return settings.endpoint().isEmpty();
  }

  /** Returns whether TLS protects the connection. */
  boolean isEncrypted() {
    return settings.endpoint().map(uri -> "https".equalsIgnoreCase(uri.getScheme())).orElse(true);
  }

  S3Presigner presigner() {
    return presigner.updateAndGet(made -> made == null ? makePresigner() : made);
  }

  private static SdkHttpClient http(S3Settings settings) {
    return ApacheHttpClient.builder()
        .maxConnections(settings.connections())
        // Readers of bodies may outnumber connections; they wait for their turn.
        .connectionAcquisitionTimeout(Duration.ofMinutes(10))
        .connectionTimeout(settings.connectTimeout())
        .socketTimeout(settings.socketTimeout())
        .expectContinueEnabled(false)
        .tcpKeepAlive(true)
        .build();
  }

  private LimitedClient client(SdkHttpClient http) {
    Patience patience =
        new Patience(
            settings.attempts(), settings.retries(), new ServerWatch(name()), System::nanoTime);
    S3Client client = settings.direct() ? direct(http, patience) : sdk(http, patience);
    return new LimitedClient(client, settings.concurrency());
  }

  private S3Client direct(SdkHttpClient http, Patience patience) {
    return new DirectClient(
        new DirectSettings(
            settings.endpoint(),
            region,
            settings.pathStyle(),
            credentials,
            patience,
            PATIENCE,
            http,
            new Metering(),
            () -> sdk(http, patience)));
  }

  private S3Client sdk(SdkHttpClient http, Patience patience) {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(region)
            .credentialsProvider(credentials)
            .forcePathStyle(settings.pathStyle())
            .serviceConfiguration(SERVICE)
            .putAuthScheme(new SignedDigest())
            // Older servers reject the checksums that this SDK adds by default; Spillway sends
            // Content-MD5.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .httpClient(http)
            .overrideConfiguration(
                override ->
                    override
                        .addExecutionInterceptor(new DeletionDigest())
                        .apiCallAttemptTimeout(PATIENCE)
                        .addExecutionInterceptor(new Metering())
                        .retryStrategy(patience));
    settings.endpoint().ifPresent(builder::endpointOverride);
    // Only AWS reports a bucket's region if asked in the wrong one.
    builder.crossRegionAccessEnabled(settings.endpoint().isEmpty());
    return builder.build();
  }

  private String name() {
    return settings.endpoint().map(uri -> "The store at " + uri).orElse("AWS S3");
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
      // No source provides the region. From any region, AWS reports it with the first answer.
      return Region.US_EAST_1;
    }
  }
}
