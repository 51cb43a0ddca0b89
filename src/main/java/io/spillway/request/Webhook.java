package io.spillway.request;

import io.spillway.base.SpillwayException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/**
 * The address to which an export posts its record when it has ended. The address may contain a
 * token, so {@link #toString} and all messages show only its scheme, host and port.
 */
public final class Webhook {
  private static final String STARTED = "sun.java.command";
  private static final Set<String> SCHEMES = Set.of("http", "https");

  private final URI address;

  private Webhook(URI address) {
    this.address = address;
  }

  /**
   * Parses an address.
   *
   * @throws SpillwayException (bad input) if nothing can be posted there, or if it contains a user;
   *     the message does not repeat it
   */
  public static Webhook parse(String url) {
    try {
      URI address = new URI(url.strip());
      String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
      boolean complete = SCHEMES.contains(scheme) && address.getHost() != null;
      if (complete && address.getRawUserInfo() == null && address.getPort() <= 65_535) {
        return new Webhook(address);
      }
    } catch (URISyntaxException e) {
      // reported below, without the cause, whose message contains the address
    }
    throw new SpillwayException(
        SpillwayException.Kind.BAD_INPUT,
        "--notify is not a URL that can be posted to: give it as http://HOST/PATH or"
            + " https://HOST/PATH, without a user's name (it is not shown here, for it may hold a"
            + " token).");
  }

  /**
   * Removes the address from the command line that Java stores, because Spark shows it in its user
   * interface and writes it to its event log.
   */
  public void hide() {
    String started = System.getProperty(STARTED);
    if (started != null) {
      System.setProperty(STARTED, started.replace(address.toString(), toString()));
    }
  }

  /** Returns the full address, which is a secret. */
  public URI address() {
    return address;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Webhook that && address.equals(that.address);
  }

  @Override
  public int hashCode() {
    return address.hashCode();
  }

  /** Returns scheme, host and port. */
  @Override
  public String toString() {
    return address.getScheme()
        + "://"
        + address.getHost()
        + (address.getPort() < 0 ? "" : ":" + address.getPort());
  }
}
