package io.spillway.store.s3;

import static io.spillway.base.SpillwayException.Kind.BAD_INPUT;

import io.spillway.base.SpillwayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;

/**
 * The source of credentials. Equal instances sign with the same credentials. {@link #toString}
 * shows no secret.
 *
 * @param accessKey the access key; empty if no keys are given
 * @param secretKey the secret key; empty if no keys are given
 * @param sessionToken the session token; empty for long-lived keys
 * @param providers the providers in the order in which they are asked, by the names of {@link
 *     #PROVIDERS}
 * @param role the role that one of them assumes
 */
record S3Credentials(
    String accessKey,
    String secretKey,
    String sessionToken,
    List<String> providers,
    Optional<S3Role> role) {
  static final String PROVIDER_SETTING = "aws.credentials.provider";

  private static final String KEYS = "SimpleAWSCredentialsProvider";
  private static final String KEYS_AND_TOKEN = "TemporaryAWSCredentialsProvider";
  private static final String DEFAULT_CHAIN = "DefaultCredentialsProvider";
  private static final String ROLE = "AssumedRoleCredentialProvider";

  private static final Map<String, Supplier<AwsCredentialsProvider>> PROVIDERS =
      Map.ofEntries(
          Map.entry("AnonymousAWSCredentialsProvider", AnonymousCredentialsProvider::create),
          Map.entry("AnonymousAWSCredentials", AnonymousCredentialsProvider::create),
          Map.entry("AnonymousCredentialsProvider", AnonymousCredentialsProvider::create),
          Map.entry(
              "EnvironmentVariableCredentialsProvider",
              EnvironmentVariableCredentialsProvider::create),
          Map.entry(
              "SystemPropertiesCredentialsProvider", SystemPropertyCredentialsProvider::create),
          Map.entry("SystemPropertyCredentialsProvider", SystemPropertyCredentialsProvider::create),
          Map.entry("IAMInstanceCredentialsProvider", S3Credentials::machine),
          Map.entry("EC2ContainerCredentialsProviderWrapper", S3Credentials::machine),
          Map.entry(
              "InstanceProfileCredentialsProvider", InstanceProfileCredentialsProvider::create),
          Map.entry(
              "ContainerCredentialsProvider", () -> ContainerCredentialsProvider.builder().build()),
          Map.entry("ProfileCredentialsProvider", ProfileCredentialsProvider::create),
          Map.entry("ProfileAWSCredentialsProvider", ProfileCredentialsProvider::create),
          Map.entry(
              "WebIdentityTokenCredentialsProvider",
              WebIdentityTokenFileCredentialsProvider::create),
          Map.entry(
              "WebIdentityTokenFileCredentialsProvider",
              WebIdentityTokenFileCredentialsProvider::create),
          Map.entry(
              "DefaultAWSCredentialsProviderChain",
              () -> DefaultCredentialsProvider.builder().build()),
          Map.entry(DEFAULT_CHAIN, () -> DefaultCredentialsProvider.builder().build()));

  /** Joined at run time: the shading of the jar would rename a literal. */
  private static final List<String> PACKAGES =
      List.of(
          "org.apache.hadoop.fs.s3a.",
          "com.amazonaws.auth.",
          String.join(".", "software", "amazon", "awssdk", "auth", "credentials", ""));

  /** The list of Hadoop's own defaults, which means that no provider was configured. */
  private static final Set<String> UNCHOSEN =
      Set.of(
          KEYS,
          KEYS_AND_TOKEN,
          "EnvironmentVariableCredentialsProvider",
          "IAMInstanceCredentialsProvider");

  S3Credentials {
    providers = List.copyOf(providers);
  }

  /**
   * Returns the listed providers; otherwise the given keys; otherwise the SDK's default chain.
   *
   * @throws SpillwayException (bad input) if a provider is unknown or a key is missing, which the
   *     message names
   */
  static S3Credentials of(S3Settings.Named settings) {
    return of(settings, PROVIDER_SETTING);
  }

  private static S3Credentials of(S3Settings.Named settings, String setting) {
    String accessKey = settings.find("access.key").orElse("");
    String secretKey = settings.find("secret.key").orElse("");
    if (accessKey.isEmpty() != secretKey.isEmpty()) {
      String missing = accessKey.isEmpty() ? "access" : "secret";
      throw new SpillwayException(
          BAD_INPUT,
          "fs.s3a."
              + missing
              + ".key is not set, and its counterpart is: S3 needs both for "
              + settings.bucket()
              + ".");
    }
    List<String> names = names(settings, setting);
    boolean chosen = !names.isEmpty() && !UNCHOSEN.equals(Set.copyOf(names));
    List<String> providers = chosen ? names : List.of(accessKey.isEmpty() ? DEFAULT_CHAIN : KEYS);
    if (accessKey.isEmpty() && List.of(KEYS, KEYS_AND_TOKEN).containsAll(providers)) {
      throw new SpillwayException(
          BAD_INPUT,
          "fs.s3a." + setting + " asks for keys: set fs.s3a.access.key and fs.s3a.secret.key.");
    }
    Optional<S3Role> role =
        providers.contains(ROLE)
            ? Optional.of(S3Role.of(settings, of(settings, S3Role.BASE_PROVIDER_SETTING)))
            : Optional.empty();
    return new S3Credentials(
        accessKey, secretKey, settings.find("session.token").orElse(""), providers, role);
  }

  private static List<String> names(S3Settings.Named settings, String setting) {
    List<String> names = new ArrayList<>();
    for (String name : settings.find(setting).orElse("").split("[,\\s]+", -1)) {
      if (!name.isEmpty()) {
        names.add(known(name, setting));
      }
    }
    return names;
  }

  private static String known(String name, String setting) {
    String simple = name.substring(name.lastIndexOf('.') + 1);
    boolean ours =
        simple.equals(KEYS)
            || simple.equals(KEYS_AND_TOKEN)
            || PROVIDERS.containsKey(simple)
            // A role cannot be assumed by itself.
            || (simple.equals(ROLE) && setting.equals(PROVIDER_SETTING));
    if (ours && PACKAGES.stream().anyMatch(name::startsWith)) {
      return simple;
    }
    throw new SpillwayException(
        BAD_INPUT,
        "fs.s3a."
            + setting
            + " names "
            + name
            + ", which Spillway does not know: use one of Hadoop's or the AWS SDK's own,"
            + " or leave it out for the SDK's default chain.");
  }

  /** Returns a provider that asks these one after another. */
  AwsCredentialsProvider provider() {
    List<AwsCredentialsProvider> all = new ArrayList<>();
    for (String name : providers) {
      Supplier<AwsCredentialsProvider> known = PROVIDERS.get(name);
      if (known != null) {
        all.add(known.get());
      } else if (name.equals(ROLE)) {
        all.add(role.orElseThrow().provider());
      } else if (!accessKey.isEmpty()) {
        all.add(StaticCredentialsProvider.create(keys()));
      }
    }
    return all.size() == 1
        ? all.get(0)
        : AwsCredentialsProviderChain.builder().credentialsProviders(all).build();
  }

  private AwsCredentials keys() {
    return sessionToken.isEmpty()
        ? AwsBasicCredentials.create(accessKey, secretKey)
        : AwsSessionCredentials.create(accessKey, secretKey, sessionToken);
  }

  /** Returns the credentials of this machine or container. */
  private static AwsCredentialsProvider machine() {
    return AwsCredentialsProviderChain.of(
        ContainerCredentialsProvider.builder().build(),
        InstanceProfileCredentialsProvider.create());
  }

  @Override
  public String toString() {
    return "S3Credentials" + providers;
  }
}
