package io.spillway.store.s3;

import static io.spillway.base.SpillwayException.Kind.BAD_INPUT;

import io.spillway.base.SpillwayException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/**
 * A role to assume, read from Hadoop's {@code fs.s3a.assumed.role.*}. Its credentials are renewed
 * before they expire.
 *
 * @param arn the ARN of the role
 * @param session the name of the session in AWS's logs
 * @param lasts the validity of its credentials
 * @param policy a session policy that restricts the role, as JSON; empty for no restriction
 * @param externalId the external id that the role's owner requires; empty for none
 * @param endpoint the endpoint of STS; empty for AWS's own in the region
 * @param region the region of STS
 * @param base the credentials that assume the role
 */
record S3Role(
    String arn,
    String session,
    Duration lasts,
    String policy,
    String externalId,
    Optional<URI> endpoint,
    String region,
    S3Credentials base) {
  /**
   * The setting of the providers that assume the role, like {@link S3Credentials#PROVIDER_SETTING}.
   */
  static final String BASE_PROVIDER_SETTING = "assumed.role.credentials.provider";

  private static final String ARN = "assumed.role.arn";

  /**
   * Returns the role for a bucket.
   *
   * @throws SpillwayException (bad input) if the ARN is missing
   */
  static S3Role of(S3Settings.Named settings, S3Credentials base) {
    String arn =
        settings
            .find(ARN)
            .orElseThrow(
                () ->
                    new SpillwayException(
                        BAD_INPUT,
                        "fs.s3a."
                            + S3Credentials.PROVIDER_SETTING
                            + " asks for a role: set fs.s3a."
                            + ARN
                            + " to its ARN."));
    return new S3Role(
        arn,
        settings.find("assumed.role.session.name").orElse("spillway"),
        settings.duration("assumed.role.session.duration", Duration.ofMinutes(30)),
        settings.find("assumed.role.policy").orElse(""),
        settings.find("assumed.role.external.id").orElse(""),
        settings.find("assumed.role.sts.endpoint").map(text -> S3Settings.endpoint(text, true)),
        settings
            .find("assumed.role.sts.endpoint.region")
            .or(() -> settings.find(S3Settings.REGION))
            .orElse(Region.US_EAST_1.id()),
        base);
  }

  AwsCredentialsProvider provider() {
    StsClientBuilder sts =
        StsClient.builder()
            .credentialsProvider(base.provider())
            .region(Region.of(region))
            .httpClientBuilder(ApacheHttpClient.builder());
    endpoint.ifPresent(sts::endpointOverride);
    AssumeRoleRequest.Builder request =
        AssumeRoleRequest.builder()
            .roleArn(arn)
            .roleSessionName(session)
            .durationSeconds((int) lasts.toSeconds());
    if (!policy.isEmpty()) {
      request.policy(policy);
    }
    if (!externalId.isEmpty()) {
      request.externalId(externalId);
    }
    return StsAssumeRoleCredentialsProvider.builder()
        .stsClient(sts.build())
        .refreshRequest(request.build())
        .build();
  }
}
