package io.spillway.object;

import java.time.Instant;

/**
 * A presigned address of some bytes: its owner may read them for a limited time. A link therefore
 * never leaves its JVM (it is not serializable), and its text shows only the host.
 */
public final class Link {
  private final String url;
  private final String host;
  private final Instant renewed;

  /**
   * Creates a link.
   *
   * @param url the secret itself
   * @param host the part of the address that may be shown: scheme, host and port
   * @param renewed the moment from which a new link is requested instead
   */
  public Link(String url, String host, Instant renewed) {
    this.url = url;
    this.host = host;
    this.renewed = renewed;
  }

  /** Returns whether no new read may begin with this link. */
  public boolean isStale(Instant now) {
    return !now.isBefore(renewed);
  }

  /** Returns whether TLS protects reads by this link. */
  public boolean isEncrypted() {
    return host.startsWith("https:");
  }

  /** Returns the secret itself. */
  public String url() {
    return url;
  }

  @Override
  public String toString() {
    return "link to " + host;
  }
}
