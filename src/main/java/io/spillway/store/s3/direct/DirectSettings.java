package io.spillway.store.s3.direct;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The parts of a {@link DirectClient}.
 *
 * @param endpoint the endpoint of a server that is not AWS; empty for AWS itself
 * @param region the region of the endpoint, which requests are signed for
 * @param pathStyle whether the bucket's name goes into the path
 * @param credentials asked before each attempt
 * @param retries decides after each failed attempt about the next
 * @param attemptTimeout the time limit of an attempt whose request has none of its own
 * @param http sends the requests; asked once per attempt, on the calling thread
 * @param meter counts the attempts
 * @param sdk makes the SDK's client for everything else, when it is first needed
 */
public record DirectSettings(
    Optional<URI> endpoint,
    Region region,
    boolean pathStyle,
    AwsCredentialsProvider credentials,
    RetryStrategy retries,
    Duration attemptTimeout,
    SdkHttpClient http,
    AttemptMeter meter,
    Supplier<S3Client> sdk) {}
