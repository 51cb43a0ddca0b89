package io.spillway.source.lakefs;

import static io.spillway.base.SpillwayException.Kind.BAD_INPUT;

import io.spillway.base.SpillwayException;
import io.spillway.source.SourceSettings;
import io.spillway.source.lakefs.api.LakeFsServer;
import io.spillway.store.RetryPolicy;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;

/**
 * A lakeFS server whose address and credentials come from settings. Instances are sent to the
 * workers; {@link #toString} shows no secret.
 */
public class ConfiguredServer implements LakeFsServer {
  private static final long serialVersionUID = 1L;
  private static final String DEFAULT_SECONDS = "10";

  private final String url;
  private final String accessKey;
  private final String secretKey;
  private final String token;
  private final Duration connectionTimeout;
  private final Duration readTimeout;
  private final RetryPolicy retries;
  private transient boolean isOriginal = true;

  /**
   * Creates a server with timeouts of ten seconds.
   *
   * @param url with or without {@code /api/v1} at its end
   * @param accessKey empty if a token is used, as the secret key
   * @param token empty if keys are used
   * @throws SpillwayException (bad input) if the URL is not valid
   */
  protected ConfiguredServer(String url, String accessKey, String secretKey, String token) {
    this(new LakeFsSettings(url, accessKey, secretKey, token), DEFAULT_SECONDS, DEFAULT_SECONDS);
  }

  /**
   * Creates a server from lakeFS's own settings, {@code lakefs.api.*}: the keys, or the token.
   * Missing values come from the variables of {@code lakectl}, from its file, then from credential
   * providers.
   *
   * @throws SpillwayException (bad input) that names the missing settings
   */
  public ConfiguredServer(SourceSettings settings, LakeFsSettings.Environment environment) {
    this(
        LakeFsSettings.read(settings, environment),
        settings.find(CONNECTION_TIMEOUT).orElse(DEFAULT_SECONDS),
        settings.find(READ_TIMEOUT).orElse(DEFAULT_SECONDS));
  }

  private ConfiguredServer(LakeFsSettings settings, String connecting, String reading) {
    this.url = normalized(settings.url());
    this.accessKey = settings.accessKey();
    this.secretKey = settings.secretKey();
    this.token = checkedToken(settings.token());
    this.connectionTimeout = seconds(CONNECTION_TIMEOUT, connecting);
    this.readTimeout = seconds(READ_TIMEOUT, reading);
    this.retries = RetryPolicy.DEFAULT;
  }

  /** Creates a copy that sends requests again for as long as the given policy says. */
  protected ConfiguredServer(ConfiguredServer other, RetryPolicy retries) {
    this.url = other.url;
    this.accessKey = other.accessKey;
    this.secretKey = other.secretKey;
    this.token = other.token;
    this.connectionTimeout = other.connectionTimeout;
    this.readTimeout = other.readTimeout;
    this.retries = retries;
  }

  /** Returns a copy that sends requests again for as long as the given policy says. */
  public ConfiguredServer with(RetryPolicy other) {
    return new ConfiguredServer(this, other);
  }

  private static Duration seconds(String name, String value) {
    try {
      long seconds = Long.parseLong(value.strip());
      if (seconds > 0) {
        return Duration.ofSeconds(seconds);
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    throw new SpillwayException(
        BAD_INPUT, name + " is '" + value + "': give a whole number of seconds, 1 or more.");
  }

  private static String checkedToken(String token) {
    if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new SpillwayException(
          BAD_INPUT,
          TOKEN + " holds a character that no header can carry: give the token as lakeFS gave it.");
    }
    return token;
  }

  private static String normalized(String url) {
    try {
      URI uri = new URI(url.strip());
      if (uri.getUserInfo() != null) {
        throw new SpillwayException(
            BAD_INPUT,
            URL
                + " holds credentials: give them as "
                + ACCESS_KEY
                + " and "
                + SECRET_KEY
                + " instead.");
      }
      if (uri.getHost() != null
          && List.of("http", "https").contains(String.valueOf(uri.getScheme()))) {
        String base = url.strip().replaceAll("/+$", "");
        return base.endsWith("/api/v1") ? base : base + "/api/v1";
      }
    } catch (URISyntaxException e) {
      // reported below
    }
    throw new SpillwayException(
        BAD_INPUT,
        URL + " is '" + url + "', which is not a URL: give it like http://host:8000/api/v1.");
  }

  @Override
  public String url() {
    return url;
  }

  @Override
  public String accessKey() {
    return accessKey;
  }

  @Override
  public String secretKey() {
    return secretKey;
  }

  @Override
  public String token() {
    return token;
  }

  @Override
  public Duration connectionTimeout() {
    return connectionTimeout;
  }

  @Override
  public Duration readTimeout() {
    return readTimeout;
  }

  @Override
  public RetryPolicy retries() {
    return retries;
  }

  /** {@inheritDoc} Returns true for the copy of a worker, whose driver has pinned a commit. */
  @Override
  public boolean wasReached() {
    return !isOriginal;
  }

  @Override
  public String toString() {
    return "lakeFS at " + url;
  }
}
