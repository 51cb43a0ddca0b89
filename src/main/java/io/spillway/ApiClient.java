package io.spillway;

import static io.spillway.base.SpillwayException.Kind.BAD_INPUT;

import io.spillway.base.SpillwayException;
import io.spillway.source.lakefs.api.LakeFsServer;
import io.spillway.store.RetryPolicy;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * The address of a lakeFS server and its credentials. The class name follows lakeFS's own Spark
 * client. Instances are sent to the workers; {@link #toString} shows no secret.
 */
public final class ApiClient implements LakeFsServer {
  private static final long serialVersionUID = 1L;
  private static final String DEFAULT_SECONDS = "10";
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  private final String url;
  private final String accessKey;
  private final String secretKey;
  private final String token;
  private final Duration connectionTimeout;
  private final Duration readTimeout;
  private final RetryPolicy retries;
  private transient boolean isOriginal = true;

  /**
   * Creates a client with an access key, and timeouts of ten seconds.
   *
   * @param url with or without {@code /api/v1} at its end
   * @throws SpillwayException (bad input) if the URL is not valid
   */
  public ApiClient(String url, String accessKey, String secretKey) {
    this(new ApiSettings(url, accessKey, secretKey, ""), DEFAULT_TIMEOUT, DEFAULT_TIMEOUT);
  }

  /**
   * Returns a client that authenticates with a token, and has timeouts of ten seconds.
   *
   * @param url with or without {@code /api/v1} at its end
   * @param token a JWT that lakeFS accepts as a login
   * @throws SpillwayException (bad input) if the URL is not valid
   */
  public static ApiClient withToken(String url, String token) {
    return new ApiClient(new ApiSettings(url, "", "", token), DEFAULT_TIMEOUT, DEFAULT_TIMEOUT);
  }

  /**
   * Creates a client from lakeFS's own settings, {@code lakefs.api.*}: the keys, or the token.
   * Missing values come from the variables of {@code lakectl}, then from Hadoop's credential
   * providers.
   *
   * @throws SpillwayException (bad input) that names the missing settings
   */
  public ApiClient(Configuration configuration) {
    this(configuration, System::getenv);
  }

  ApiClient(Configuration configuration, ApiSettings.Environment environment) {
    this(
        ApiSettings.read(configuration, environment),
        seconds(CONNECTION_TIMEOUT, configuration.get(CONNECTION_TIMEOUT, DEFAULT_SECONDS)),
        seconds(READ_TIMEOUT, configuration.get(READ_TIMEOUT, DEFAULT_SECONDS)));
  }

  private ApiClient(ApiSettings settings, Duration connectionTimeout, Duration readTimeout) {
    this.url = normalized(settings.url());
    this.accessKey = settings.accessKey();
    this.secretKey = settings.secretKey();
    this.token = checkedToken(settings.token());
    this.connectionTimeout = connectionTimeout;
    this.readTimeout = readTimeout;
    this.retries = RetryPolicy.DEFAULT;
  }

  private ApiClient(ApiClient other, RetryPolicy retries) {
    this.url = other.url;
    this.accessKey = other.accessKey;
    this.secretKey = other.secretKey;
    this.token = other.token;
    this.connectionTimeout = other.connectionTimeout;
    this.readTimeout = other.readTimeout;
    this.retries = retries;
  }

  /** Returns a copy that sends requests again for as long as the given policy says. */
  public ApiClient with(RetryPolicy other) {
    return new ApiClient(this, other);
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
