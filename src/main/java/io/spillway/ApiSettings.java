package io.spillway;

import static io.spillway.base.SpillwayException.Kind.BAD_INPUT;

import io.spillway.base.SpillwayException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * The URL of lakeFS and its credentials. The sources, in this order, are {@code lakefs.api.*} (the
 * keys, then the token), the variables of {@code lakectl}, its file, and Hadoop's credential
 * providers; the first complete pair wins. If the settings hold half of a pair of keys, the other
 * half comes from the providers.
 *
 * @param token empty if the credentials are keys
 */
record ApiSettings(String url, String accessKey, String secretKey, String token) {
  static final String ENDPOINT_VARIABLE = "LAKECTL_SERVER_ENDPOINT_URL";
  static final String ACCESS_KEY_VARIABLE = "LAKECTL_CREDENTIALS_ACCESS_KEY_ID";
  static final String SECRET_KEY_VARIABLE = "LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY";

  private static final String PROVIDERS = "hadoop.security.credential.provider.path";

  /**
   * Reads the settings.
   *
   * @param environment returns the value of a variable, or null if it is not set
   * @throws SpillwayException (bad input) that names the missing settings
   */
  static ApiSettings read(Configuration configuration, Environment environment) {
    UnaryOperator<String> plain = name -> configuration.getTrimmed(name, "");
    UnaryOperator<String> variable = name -> text(environment.get(name));
    UnaryOperator<String> provided = name -> provided(configuration, name);
    String url = plain.apply(ApiClient.URL);
    UnaryOperator<String> file = LakectlFile.of(environment.get("HOME"));
    if (url.isEmpty()) {
      url = variable.apply(ENDPOINT_VARIABLE);
    }
    if (url.isEmpty()) {
      url = file.apply(LakectlFile.ENDPOINT);
    }
    // Its keys are sent to its server only.
    boolean ofFile = !url.isEmpty() && url.equals(file.apply(LakectlFile.ENDPOINT));
    Optional<ApiSettings> found =
        keys(plain, ApiClient.ACCESS_KEY, ApiClient.SECRET_KEY)
            .or(() -> token(plain))
            .or(() -> half(plain, provided))
            .or(() -> keys(variable, ACCESS_KEY_VARIABLE, SECRET_KEY_VARIABLE))
            .or(
                () ->
                    ofFile
                        ? keys(file, LakectlFile.ACCESS_KEY, LakectlFile.SECRET_KEY)
                        : Optional.empty())
            .or(() -> keys(provided, ApiClient.ACCESS_KEY, ApiClient.SECRET_KEY))
            .or(() -> token(provided));
    if (url.isEmpty() || found.isEmpty()) {
      throw missing(url.isEmpty(), found.isEmpty(), plain);
    }
    ApiSettings who = found.get();
    return new ApiSettings(url, who.accessKey, who.secretKey, who.token);
  }

  /** The environment variables of this process; tests replace them. */
  interface Environment {
    @Nullable String get(String variable);
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value.strip();
  }

  private static String provided(Configuration configuration, String name) {
    try {
      char[] value = configuration.getPassword(name);
      return value == null ? "" : new String(value).strip();
    } catch (IOException e) {
      throw new SpillwayException(
          BAD_INPUT,
          "Cannot read the credential providers of " + PROVIDERS + ": " + e.getMessage() + ".",
          e);
    }
  }

  private static Optional<ApiSettings> keys(
      UnaryOperator<String> source, String accessKey, String secretKey) {
    String access = source.apply(accessKey);
    String secret = access.isEmpty() ? "" : source.apply(secretKey);
    return secret.isEmpty()
        ? Optional.empty()
        : Optional.of(new ApiSettings("", access, secret, ""));
  }

  private static Optional<ApiSettings> token(UnaryOperator<String> source) {
    String token = source.apply(ApiClient.TOKEN);
    return token.isEmpty() ? Optional.empty() : Optional.of(new ApiSettings("", "", "", token));
  }

  /**
   * Returns the keys if the settings hold only half of them. The other half must come from the
   * providers, so that a user who has given one key does not act as another user.
   */
  private static Optional<ApiSettings> half(
      UnaryOperator<String> plain, UnaryOperator<String> provided) {
    String access = plain.apply(ApiClient.ACCESS_KEY);
    String secret = plain.apply(ApiClient.SECRET_KEY);
    if (access.isEmpty() && secret.isEmpty()) {
      return Optional.empty();
    }
    Optional<ApiSettings> whole = keys(provided, ApiClient.ACCESS_KEY, ApiClient.SECRET_KEY);
    if (whole.isEmpty()) {
      throw missing(plain.apply(ApiClient.URL).isEmpty(), true, plain);
    }
    return whole;
  }

  private static SpillwayException missing(boolean url, boolean who, UnaryOperator<String> plain) {
    List<String> settings = new ArrayList<>();
    List<String> variables = new ArrayList<>();
    if (url) {
      settings.add(ApiClient.URL);
      variables.add(ENDPOINT_VARIABLE);
    }
    if (who && plain.apply(ApiClient.ACCESS_KEY).isEmpty()) {
      settings.add(ApiClient.ACCESS_KEY);
    }
    if (who && plain.apply(ApiClient.SECRET_KEY).isEmpty()) {
      settings.add(ApiClient.SECRET_KEY);
    }
    if (who) {
      variables.addAll(List.of(ACCESS_KEY_VARIABLE, SECRET_KEY_VARIABLE));
    }
    settings.replaceAll(name -> "spark.hadoop." + name);
    return new SpillwayException(
        BAD_INPUT,
        String.format(
            Locale.ROOT,
            "How to reach lakeFS is not set: give %s (each as --conf NAME=VALUE)%s, or set %s in the"
                + " environment%s.",
            String.join(", ", settings),
            who ? ", or spark.hadoop." + ApiClient.TOKEN + " in place of the keys" : "",
            String.join(", ", variables),
            who ? ", or keep the secrets in a credential provider (" + PROVIDERS + ")" : ""));
  }

  @Override
  public String toString() {
    return "lakeFS at " + url;
  }
}
