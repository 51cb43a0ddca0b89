package io.spillway.source.lakefs;

import static io.spillway.base.SpillwayException.Kind.BAD_INPUT;

import io.spillway.base.SpillwayException;
import io.spillway.source.SourceSettings;
import io.spillway.source.lakefs.api.LakeFsServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The URL of lakeFS and its credentials. The sources, in this order, are {@code lakefs.api.*} (the
 * keys, then the token), the variables of {@code lakectl}, its file, and Hadoop's credential
 * providers; the first complete pair wins. If the settings hold half of a pair of keys, the other
 * half comes from the providers.
 *
 * @param token empty if the credentials are keys
 */
public record LakeFsSettings(String url, String accessKey, String secretKey, String token) {
  public static final String ENDPOINT_VARIABLE = "LAKECTL_SERVER_ENDPOINT_URL";
  public static final String ACCESS_KEY_VARIABLE = "LAKECTL_CREDENTIALS_ACCESS_KEY_ID";
  public static final String SECRET_KEY_VARIABLE = "LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY";

  private static final String PROVIDERS = "hadoop.security.credential.provider.path";

  /**
   * Reads the settings.
   *
   * @param environment returns the value of a variable, or null if it is not set
   * @throws SpillwayException (bad input) that names the missing settings
   */
  static LakeFsSettings read(SourceSettings settings, Environment environment) {
    UnaryOperator<String> plain = name -> text(settings.find(name).orElse(null));
    UnaryOperator<String> variable = name -> text(environment.get(name));
    UnaryOperator<String> provided = name -> text(settings.secret(name).orElse(null));
    String url = plain.apply(LakeFsServer.URL);
    UnaryOperator<String> file = LakectlFile.of(environment.get("HOME"));
    if (url.isEmpty()) {
      url = variable.apply(ENDPOINT_VARIABLE);
    }
    if (url.isEmpty()) {
      url = file.apply(LakectlFile.ENDPOINT);
    }
    // Its keys are sent to its server only.
    boolean ofFile = !url.isEmpty() && url.equals(file.apply(LakectlFile.ENDPOINT));
    Optional<LakeFsSettings> found =
        keys(plain, LakeFsServer.ACCESS_KEY, LakeFsServer.SECRET_KEY)
            .or(() -> token(plain))
            .or(() -> half(plain, provided))
            .or(() -> keys(variable, ACCESS_KEY_VARIABLE, SECRET_KEY_VARIABLE))
            .or(
                () ->
                    ofFile
                        ? keys(file, LakectlFile.ACCESS_KEY, LakectlFile.SECRET_KEY)
                        : Optional.empty())
            .or(() -> keys(provided, LakeFsServer.ACCESS_KEY, LakeFsServer.SECRET_KEY))
            .or(() -> token(provided));
    if (url.isEmpty() || found.isEmpty()) {
      throw missing(url.isEmpty(), found.isEmpty(), plain);
    }
    LakeFsSettings who = found.get();
    return new LakeFsSettings(url, who.accessKey, who.secretKey, who.token);
  }

  /** The environment variables of this process; tests replace them. */
  public interface Environment {
    /** Returns the value of a variable, or null if it is not set. */
    @Nullable String get(String variable);
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value.strip();
  }

  private static Optional<LakeFsSettings> keys(
      UnaryOperator<String> source, String accessKey, String secretKey) {
    String access = source.apply(accessKey);
    String secret = access.isEmpty() ? "" : source.apply(secretKey);
    return secret.isEmpty()
        ? Optional.empty()
        : Optional.of(new LakeFsSettings("", access, secret, ""));
  }

  private static Optional<LakeFsSettings> token(UnaryOperator<String> source) {
    String token = source.apply(LakeFsServer.TOKEN);
    return token.isEmpty() ? Optional.empty() : Optional.of(new LakeFsSettings("", "", "", token));
  }

  /**
   * Returns the keys if the settings hold only half of them. The other half must come from the
   * providers, so that a user who has given one key does not act as another user.
   */
  private static Optional<LakeFsSettings> half(
      UnaryOperator<String> plain, UnaryOperator<String> provided) {
    String access = plain.apply(LakeFsServer.ACCESS_KEY);
    String secret = plain.apply(LakeFsServer.SECRET_KEY);
    if (access.isEmpty() && secret.isEmpty()) {
      return Optional.empty();
    }
    Optional<LakeFsSettings> whole =
        keys(provided, LakeFsServer.ACCESS_KEY, LakeFsServer.SECRET_KEY);
    if (whole.isEmpty()) {
      throw missing(plain.apply(LakeFsServer.URL).isEmpty(), true, plain);
    }
    return whole;
  }

  private static SpillwayException missing(boolean url, boolean who, UnaryOperator<String> plain) {
    List<String> settings = new ArrayList<>();
    List<String> variables = new ArrayList<>();
    if (url) {
      settings.add(LakeFsServer.URL);
      variables.add(ENDPOINT_VARIABLE);
    }
    if (who && plain.apply(LakeFsServer.ACCESS_KEY).isEmpty()) {
      settings.add(LakeFsServer.ACCESS_KEY);
    }
    if (who && plain.apply(LakeFsServer.SECRET_KEY).isEmpty()) {
      settings.add(LakeFsServer.SECRET_KEY);
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
            who ? ", or spark.hadoop." + LakeFsServer.TOKEN + " in place of the keys" : "",
            String.join(", ", variables),
            who ? ", or keep the secrets in a credential provider (" + PROVIDERS + ")" : ""));
  }

  @Override
  public String toString() {
    return "lakeFS at " + url;
  }
}
