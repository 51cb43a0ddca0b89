package io.spillway.store.s3.direct;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.awscore.endpoints.AwsEndpointAttribute;
import software.amazon.awssdk.awscore.endpoints.authscheme.EndpointAuthScheme;
import software.amazon.awssdk.awscore.endpoints.authscheme.SigV4AuthScheme;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointParams;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;
import software.amazon.awssdk.utils.CompletableFutureUtils;

/**
 * The endpoints of buckets, each resolved once, by the SDK's own rules. Buckets that need more than
 * a plain signature, such as those of S3 Express or Outposts, have none here and are left to the
 * SDK; so are buckets of another region, once the first answer says so.
 */
final class Endpoints {
  private static final String SERVICE = "s3";

  private final Optional<URI> endpoint;
  private final Region region;
  private final boolean pathStyle;
  private final Map<String, Optional<BucketEndpoint>> resolved = new ConcurrentHashMap<>();
  private final Map<String, SigV4> signers = new ConcurrentHashMap<>();
  private final S3EndpointProvider rules = S3EndpointProvider.defaultProvider();
  private final boolean usual;

  Endpoints(DirectSettings settings) {
    this.endpoint = settings.endpoint();
    this.region = settings.region();
    this.pathStyle = settings.pathStyle();
    // An endpoint that was set explicitly takes precedence over all of those.
    this.usual =
        endpoint.isPresent() || (!region.isGlobalRegion() && AwsEnvironment.hasDefaultEndpoints());
  }

  /** Returns the endpoint of a bucket; empty if its requests are left to the SDK. */
  Optional<BucketEndpoint> of(String bucket) {
    return usual ? resolved.computeIfAbsent(bucket, this::resolve) : Optional.empty();
  }

  /** Leaves a bucket to the SDK from now on. */
  void leave(String bucket) {
    resolved.put(bucket, Optional.empty());
  }

  private Optional<BucketEndpoint> resolve(String bucket) {
    // ARNs name access points, whose requests look different in other places too.
    if (bucket.isEmpty() || bucket.contains(":")) {
      return Optional.empty();
    }
    try {
      Endpoint found = CompletableFutureUtils.joinLikeSync(rules.resolveEndpoint(params(bucket)));
      if (!found.headers().isEmpty() || found.endpointUrl().host() == null) {
        return Optional.empty();
      }
      return signer(found).map(signer -> BucketEndpoint.of(found.endpointUrl(), signer));
    } catch (SdkException e) {
      // The SDK reports it with the request.
      return Optional.empty();
    }
  }

  private S3EndpointParams params(String bucket) {
    return S3EndpointParams.builder()
        .bucket(bucket)
        .region(region)
        .endpoint(endpoint.map(URI::toString).orElse(null))
        .forcePathStyle(pathStyle)
        .useFips(false)
        .useDualStack(false)
        .accelerate(false)
        .useGlobalEndpoint(false)
        .build();
  }

  private Optional<SigV4> signer(Endpoint found) {
    List<EndpointAuthScheme> schemes = found.attribute(AwsEndpointAttribute.AUTH_SCHEMES);
    if (schemes == null
        || schemes.isEmpty()
        || !(schemes.get(0) instanceof SigV4AuthScheme scheme)
        || !SERVICE.equals(scheme.signingName())
        || scheme.signingRegion() == null) {
      return Optional.empty();
    }
    return Optional.of(
        signers.computeIfAbsent(scheme.signingRegion(), name -> new SigV4(name, SERVICE)));
  }
}
