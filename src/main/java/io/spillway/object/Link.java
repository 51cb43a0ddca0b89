package io.spillway.object;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A presigned address of some bytes: whoever has it may read them, for a while. So it never leaves
 * its JVM (it is not serializable), and its text shows the host alone.
 */
public final class Link {
  /** So long before it expires a link is no longer begun with. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private final HttpUrl url;
  private final Instant renewed;

  private Link(HttpUrl url, Instant renewed) {
    this.url = url;
    this.renewed = renewed;
  }

  /**
   * A link that lakeFS gave.
   *
   * @param address as lakeFS wrote it
   * @param expiry seconds since 1970, or null when lakeFS does not say
   * @param now when it came
   * @return nothing when it is no presigned address, or one that cannot be followed to the letter
   */
  public static Optional<Link> of(String address, @Nullable Long expiry, Instant now) {
    int query = address.indexOf('?');
    HttpUrl url = query < 0 ? null : HttpUrl.parse(address);
    // OkHttp resolves dots in paths: the storage would look for another object than was signed.
    return url == null || !path(address.substring(0, query)).equals(url.encodedPath())
        ? Optional.empty()
        : Optional.of(new Link(url, renewal(expiry, now)));
  }

  private static String path(String address) {
    int slash = address.indexOf('/', address.indexOf("://") + 3);
    return slash < 0 ? "/" : address.substring(slash);
  }

  /**
   * From when on another one is asked for: a minute before it expires, or after three quarters of a
   * life that is short. One that had expired when it came tells of clocks that differ: it is good
   * until the storage says otherwise.
   */
  private static Instant renewal(@Nullable Long expiry, Instant now) {
    if (expiry == null || !Instant.ofEpochSecond(expiry).isAfter(now)) {
      return Instant.MAX;
    }
    Instant end = Instant.ofEpochSecond(expiry);
    Duration quarter = Duration.between(now, end).dividedBy(4);
    return end.minus(quarter.compareTo(MARGIN) < 0 ? quarter : MARGIN);
  }

  /** Whether it must not be begun with any more. */
  public boolean isStale(Instant now) {
    return !now.isBefore(renewed);
  }

  /** Whether TLS protects what is read by it. */
  public boolean isEncrypted() {
    return url.isHttps();
  }

  /** The secret itself. */
  public HttpUrl url() {
    return url;
  }

  @Override
  public String toString() {
    return "link to " + url.scheme() + "://" + url.host() + ":" + url.port();
  }
}
