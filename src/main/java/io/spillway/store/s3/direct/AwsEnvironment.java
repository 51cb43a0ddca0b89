package io.spillway.store.s3.direct;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;

/** The settings of the SDK, in variables, properties and profiles, that lead to other endpoints. */
final class AwsEnvironment {
  private static final List<String> VARIABLES =
      List.of(
          "AWS_ENDPOINT_URL",
          "AWS_ENDPOINT_URL_S3",
          "AWS_USE_FIPS_ENDPOINT",
          "AWS_USE_DUALSTACK_ENDPOINT",
          "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT",
          "AWS_DEFAULTS_MODE");
  private static final List<String> PROPERTIES =
      List.of(
          "aws.endpointUrl",
          "aws.endpointUrlS3",
          "aws.useFipsEndpoint",
          "aws.useDualstackEndpoint",
          "aws.s3UseUsEast1RegionalEndpoint",
          "aws.defaultsMode");
  private static final Set<String> OF_PROFILES =
      Set.of(
          "endpoint_url",
          "services",
          "use_fips_endpoint",
          "use_dualstack_endpoint",
          "s3_us_east_1_regional_endpoint",
          "defaults_mode",
          "s3");

  private AwsEnvironment() {}

  /** Returns whether buckets have the endpoints that follow from their region alone. */
  static boolean hasDefaultEndpoints() {
    return VARIABLES.stream().noneMatch(name -> System.getenv(name) != null)
        && PROPERTIES.stream().noneMatch(name -> System.getProperty(name) != null)
        && profile().keySet().stream().noneMatch(OF_PROFILES::contains);
  }

  private static Map<String, String> profile() {
    Optional<Profile> profile =
        ProfileFile.defaultProfileFile()
            .profile(ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow());
    return profile.map(Profile::properties).orElse(Map.of());
  }
}
