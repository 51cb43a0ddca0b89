package io.spillway;

import io.spillway.base.SpillwayException;
import io.spillway.source.lakefs.ConfiguredServer;
import io.spillway.source.lakefs.LakeFsSettings;
import io.spillway.store.RetryPolicy;
import org.apache.hadoop.conf.Configuration;

/**
 * The address of a lakeFS server and its credentials. The class name follows lakeFS's own Spark
 * client. Instances are sent to the workers; {@link #toString} shows no secret.
 */
public final class ApiClient extends ConfiguredServer {
  private static final long serialVersionUID = 1L;

  /**
   * Creates a client with an access key, and timeouts of ten seconds.
   *
   * @param url with or without {@code /api/v1} at its end
   * @throws SpillwayException (bad input) if the URL is not valid
   */
  public ApiClient(String url, String accessKey, String secretKey) {
    super(url, accessKey, secretKey, "");
  }

  private ApiClient(String url, String token) {
    super(url, "", "", token);
  }

  /**
   * Returns a client that authenticates with a token, and has timeouts of ten seconds.
   *
   * @param url with or without {@code /api/v1} at its end
   * @param token a JWT that lakeFS accepts as a login
   * @throws SpillwayException (bad input) if the URL is not valid
   */
  public static ApiClient withToken(String url, String token) {
    return new ApiClient(url, token);
  }

  /**
   * Creates a client from lakeFS's own settings, {@code lakefs.api.*}: the keys, or the token.
   * Missing values come from the variables of {@code lakectl}, then from its file, then from
   * Hadoop's credential providers.
   *
   * @throws SpillwayException (bad input) that names the missing settings
   */
  public ApiClient(Configuration configuration) {
    this(configuration, System::getenv);
  }

  ApiClient(Configuration configuration, LakeFsSettings.Environment environment) {
    super(new HadoopSourceSettings(configuration), environment);
  }

  private ApiClient(ApiClient other, RetryPolicy retries) {
    super(other, retries);
  }

  /** Returns a copy that sends requests again for as long as the given policy says. */
  @Override
  public ApiClient with(RetryPolicy other) {
    return new ApiClient(this, other);
  }
}
