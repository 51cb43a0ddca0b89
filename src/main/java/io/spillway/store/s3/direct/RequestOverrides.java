package io.spillway.store.s3.direct;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.s3.model.S3Request;

/**
 * The settings of a single request.
 *
 * @param headers additional headers
 * @param timeout the time limit of an attempt
 * @param isKnown whether the request has no other settings
 */
record RequestOverrides(
    Map<String, List<String>> headers, Optional<Duration> timeout, boolean isKnown) {
  private static final RequestOverrides NONE =
      new RequestOverrides(Map.of(), Optional.empty(), true);

  static RequestOverrides of(S3Request request) {
    Optional<AwsRequestOverrideConfiguration> set = request.overrideConfiguration();
    if (set.isEmpty()) {
      return NONE;
    }
    AwsRequestOverrideConfiguration all = set.get();
    AwsRequestOverrideConfiguration.Builder known =
        AwsRequestOverrideConfiguration.builder().headers(all.headers());
    all.apiCallAttemptTimeout().ifPresent(known::apiCallAttemptTimeout);
    return new RequestOverrides(
        all.headers(), all.apiCallAttemptTimeout(), all.equals(known.build()));
  }
}
