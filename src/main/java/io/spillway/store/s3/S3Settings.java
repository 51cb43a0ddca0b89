package io.spillway.store.s3;

import static io.spillway.base.SpillwayException.Kind.BAD_INPUT;

import io.spillway.base.Settings;
import io.spillway.base.SpillwayException;
import io.spillway.store.RetryPolicy;
import io.spillway.store.Stores;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Settings of the connection to S3, read from Hadoop's {@code fs.s3a.*}; {@code
 * fs.s3a.bucket.BUCKET.*} takes precedence. Buckets with equal settings share one client.
 *
 * @param endpoint the endpoint of a server that is not AWS; empty for AWS itself
 * @param region the region; empty if unknown
 * @param pathStyle whether the bucket's name goes into the path, not into the host's name
 * @param credentials the source of credentials
 * @param concurrency the maximum number of requests in flight to one bucket
 * @param connections the maximum number of open connections
 * @param attempts the maximum number of attempts per request, within the time of the retries
 * @param retries how long requests are sent again
 * @param connectTimeout the time limit for establishing a connection
 * @param socketTimeout the time limit for each read from a connection
 * @param direct whether the most frequent requests are sent without the SDK's pipeline
 */
record S3Settings(
    Optional<URI> endpoint,
    String region,
    boolean pathStyle,
    S3Credentials credentials,
    int concurrency,
    int connections,
    int attempts,
    RetryPolicy retries,
    Duration connectTimeout,
    Duration socketTimeout,
    boolean direct) {
  static final String ENDPOINT = "endpoint";
  static final String REGION = "endpoint.region";
  static final String PATH_STYLE = "path.style.access";
  static final String SSL = "connection.ssl.enabled";
  static final String CONNECTIONS = "connection.maximum";
  static final String ATTEMPTS = "attempts.maximum";
  static final String CONNECT_TIMEOUT = "connection.establish.timeout";
  static final String SOCKET_TIMEOUT = "connection.timeout";
  static final String REQUESTER_PAYS = "requester.pays.enabled";

  private static final String DIRECT = "direct";
  private static final String SDK = "sdk";

  /** More attempts than fit into the time of any retries. */
  private static final int UNLIMITED = 999_999_999;

  /**
   * Connections for the driver's own requests and for threads that copy parts. Each request needs a
   * connection, and so does each body that is read meanwhile: with fewer, readers and writers could
   * wait for each other.
   */
  private static final int SPARE_CONNECTIONS = 16;

  /** The default of the time for which a connection may stall. */
  private static final Duration STALL = Duration.ofSeconds(60);

  private static final Pattern AWS =
      Pattern.compile("s3(?:[.-](?<region>[a-z]{2}(?:-[a-z0-9]+)+))?\\.amazonaws\\.com(?:\\.cn)?");
  private static final Pattern AWS_PRIVATE =
      Pattern.compile(".*\\.s3\\.(?<region>[a-z0-9-]+)\\.vpce\\.amazonaws\\.com(?:\\.cn)?");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)?");

  /**
   * Returns the settings for a bucket.
   *
   * @throws SpillwayException (bad input) if a setting is invalid, which the message names
   */
  static S3Settings of(Settings settings, String bucket) {
    Named named = new Named(settings, bucket);
    Optional<URI> endpoint =
        named.find(ENDPOINT).map(text -> endpoint(text, named.flag(SSL, true)));
    Optional<String> host = endpoint.map(uri -> uri.getHost().toLowerCase(Locale.ROOT));
    boolean isAws = host.isEmpty() || AWS.matcher(host.get()).matches();
    int wanted =
        settings.find(Stores.MAX_CONCURRENCY).map(Integer::parseInt).orElse(Stores.CONCURRENCY);
    // A limit on connections is meant as a limit on requests.
    int concurrency = Math.min(wanted, named.number(CONNECTIONS, wanted));
    return new S3Settings(
        isAws ? Optional.empty() : endpoint,
        named
            .find(REGION)
            .or(() -> host.flatMap(S3Settings::regionIn))
            .orElse(isAws ? "" : "us-east-1"),
        named.flag(PATH_STYLE, false) || (!isAws && isOneName(host.orElseThrow())),
        S3Credentials.of(named),
        concurrency,
        concurrency + wanted + SPARE_CONNECTIONS,
        named.number(ATTEMPTS, UNLIMITED),
        RetryPolicy.in(settings),
        named.duration(CONNECT_TIMEOUT, Duration.ofSeconds(5)),
        named.duration(SOCKET_TIMEOUT, STALL),
        isDirect(settings));
  }

  private static boolean isDirect(Settings settings) {
    String client = settings.find(Stores.S3_CLIENT).orElse(DIRECT);
    if (!client.equals(DIRECT) && !client.equals(SDK)) {
      throw new SpillwayException(
          BAD_INPUT,
          "spark."
              + Stores.S3_CLIENT
              + " is '"
              + client
              + "': give one of "
              + DIRECT
              + ", "
              + SDK
              + ".");
    }
    return client.equals(DIRECT);
  }

  /**
   * Returns whether this job pays for its requests to the bucket. This does not affect the
   * connection, so copies work between a bucket with requester pays and one without.
   */
  static boolean requesterPays(Settings settings, String bucket) {
    return new Named(settings, bucket).flag(REQUESTER_PAYS, false);
  }

  static URI endpoint(String text, boolean ssl) {
    String whole = text.contains("://") ? text : (ssl ? "https://" : "http://") + text;
    try {
      URI uri = new URI(whole);
      if (uri.getUserInfo() != null) {
        throw new SpillwayException(
            BAD_INPUT,
            "fs.s3a.endpoint holds credentials: give them as fs.s3a.access.key and fs.s3a.secret.key instead.");
      }
      boolean web =
          List.of("http", "https")
              .contains(String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT));
      if (web && uri.getHost() != null && uri.getQuery() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // reported below
    }
    throw new SpillwayException(
        BAD_INPUT,
        "fs.s3a.endpoint is '"
            + text
            + "', which is not an address: give it like http://host:9000.");
  }

  private static Optional<String> regionIn(String host) {
    for (Pattern pattern : List.of(AWS, AWS_PRIVATE)) {
      Matcher matcher = pattern.matcher(host);
      if (matcher.matches() && matcher.group("region") != null) {
        return Optional.of(matcher.group("region"));
      }
    }
    return Optional.empty();
  }

  /**
   * Returns whether a host is a single name: a bucket's name cannot precede {@code localhost} or
   * {@code minio}, because no name server resolves it there.
   */
  private static boolean isOneName(String host) {
    return !host.contains(".");
  }

  /** Lookup of settings by the end of their name; the bucket's own take precedence. */
  record Named(Settings settings, String bucket) {
    Optional<String> find(String name) {
      return settings
          .find("fs.s3a.bucket." + bucket + "." + name)
          .or(() -> settings.find("fs.s3a." + name));
    }

    private boolean flag(String name, boolean otherwise) {
      String value = find(name).orElse(String.valueOf(otherwise)).toLowerCase(Locale.ROOT);
      if (!value.equals("true") && !value.equals("false")) {
        throw wrong(name, value, "give true or false");
      }
      return value.equals("true");
    }

    private int number(String name, int otherwise) {
      String value = find(name).orElse(String.valueOf(otherwise));
      if (!value.matches("[1-9]\\d{0,8}")) {
        throw wrong(name, value, "give a whole number, 1 or more");
      }
      return Integer.parseInt(value);
    }

    /** Returns a duration, written in milliseconds or with the unit that Hadoop 3.4 writes. */
    Duration duration(String name, Duration otherwise) {
      Optional<String> value = find(name);
      if (value.isEmpty()) {
        return otherwise;
      }
      Matcher matcher = DURATION.matcher(value.get().toLowerCase(Locale.ROOT));
      if (!matcher.matches()) {
        throw wrong(name, value.get(), "give milliseconds, or a number and one of ms, s, m, h");
      }
      long count = Long.parseLong(matcher.group(1));
      return switch (String.valueOf(matcher.group(2))) {
        case "s" -> Duration.ofSeconds(count);
        case "m" -> Duration.ofMinutes(count);
        case "h" -> Duration.ofHours(count);
        default -> Duration.ofMillis(count);
      };
    }

    private static SpillwayException wrong(String name, String value, String advice) {
      return new SpillwayException(
          BAD_INPUT, "fs.s3a." + name + " is '" + value + "': " + advice + ".");
    }
  }
}
