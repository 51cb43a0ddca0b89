package io.spillway.source.lakefs.api;

import io.spillway.object.Link;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** A parser of the presigned addresses that lakeFS returns. */
final class LinkParser {
  /** The minimum remaining time for a read to begin with a link. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private LinkParser() {}

  /**
   * Returns the link, or empty if the address is not presigned or cannot be requested exactly as
   * written.
   *
   * @param address as lakeFS wrote it
   * @param expiry seconds since 1970, or null if lakeFS does not say
   * @param now the time at which the address arrived
   */
  static Optional<Link> parse(String address, @Nullable Long expiry, Instant now) {
    int query = address.indexOf('?');
    HttpUrl url = query < 0 ? null : HttpUrl.parse(address);
    // OkHttp resolves dots in paths, so the request would be for another object than the signed
    // one.
    if (url == null || !path(address.substring(0, query)).equals(url.encodedPath())) {
      return Optional.empty();
    }
    String host = url.scheme() + "://" + url.host() + ":" + url.port();
    return Optional.of(new Link(url.toString(), host, renewal(expiry, now)));
  }

  private static String path(String address) {
    int slash = address.indexOf('/', address.indexOf("://") + 3);
    return slash < 0 ? "/" : address.substring(slash);
  }

  /**
   * Returns the moment from which another link is requested: a minute before this one expires, or
   * after three quarters of a short life. A link that has already expired on arrival indicates that
   * the clocks differ; it is used until the storage rejects it.
   */
  private static Instant renewal(@Nullable Long expiry, Instant now) {
    if (expiry == null || !Instant.ofEpochSecond(expiry).isAfter(now)) {
      return Instant.MAX;
    }
    Instant end = Instant.ofEpochSecond(expiry);
    Duration quarter = Duration.between(now, end).dividedBy(4);
    return end.minus(quarter.compareTo(MARGIN) < 0 ? quarter : MARGIN);
  }
}
