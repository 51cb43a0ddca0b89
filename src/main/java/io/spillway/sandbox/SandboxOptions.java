package io.spillway.sandbox;

import io.spillway.store.Stores;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a sandbox starts. Each method gives new options with one thing changed.
 *
 * @param port where it listens on loopback; 0 for a free one
 * @param accessKey the access key id that it accepts
 * @param secretKey the secret access key that it accepts
 * @param folder where {@code local://} lies; null for a temporary folder that goes with the sandbox
 * @param stores where {@code s3://} and others lie; null for none
 * @param ranges where ranges of metadata end
 * @param links how long presigned links are good; null for a server that makes none
 */
public record SandboxOptions(
    int port,
    String accessKey,
    String secretKey,
    @Nullable Path folder,
    @Nullable Stores stores,
    RangeLimits ranges,
    @Nullable Duration links) {
  // lakeFS's documentation uses this pair; nothing secret.
  private static final String KEY = "AKIAIOSFODNN7EXAMPLE";
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

  static final SandboxOptions DEFAULT =
      new SandboxOptions(0, KEY, SECRET, null, null, RangeLimits.DEFAULT, Duration.ofMinutes(15));

  /** Listens on this port. */
  public SandboxOptions port(int newPort) {
    return new SandboxOptions(newPort, accessKey, secretKey, folder, stores, ranges, links);
  }

  /** Accepts these credentials. */
  public SandboxOptions credentials(String newAccessKey, String newSecretKey) {
    return new SandboxOptions(port, newAccessKey, newSecretKey, folder, stores, ranges, links);
  }

  /** Keeps {@code local://} in this folder. */
  public SandboxOptions folder(Path newFolder) {
    return new SandboxOptions(port, accessKey, secretKey, newFolder, stores, ranges, links);
  }

  /** Keeps what is not {@code local://} in these stores. */
  public SandboxOptions stores(Stores newStores) {
    return new SandboxOptions(port, accessKey, secretKey, folder, newStores, ranges, links);
  }

  /**
   * Ends a range at so many entries, and after one key in so many; small figures give many ranges.
   *
   * @param maxEntries at least 1
   * @param raggedness at least 1; 50,000 in lakeFS
   */
  public SandboxOptions ranges(long maxEntries, long raggedness) {
    RangeLimits limits = new RangeLimits(maxEntries, RangeLimits.DEFAULT.maxBytes(), raggedness);
    return new SandboxOptions(port, accessKey, secretKey, folder, stores, limits, links);
  }

  /**
   * Makes presigned links that are good for so long, where there are stores that can.
   *
   * @param lifetime whole seconds, at least one
   */
  public SandboxOptions linksFor(Duration lifetime) {
    return new SandboxOptions(port, accessKey, secretKey, folder, stores, ranges, lifetime);
  }

  /** Makes no presigned links, and says so. */
  public SandboxOptions withoutLinks() {
    return new SandboxOptions(port, accessKey, secretKey, folder, stores, ranges, null);
  }

  @Override
  public String toString() {
    return "SandboxOptions[port=" + port + ", accessKey=" + accessKey + ", folder=" + folder + "]";
  }
}
