package io.spillway.sandbox;

import io.spillway.sandbox.metadata.RangeLimits;
import io.spillway.store.Stores;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The options of a sandbox. Each method returns a copy with one option changed.
 *
 * @param port to listen on, on loopback; 0 for a free one
 * @param accessKey the access key id that the sandbox accepts
 * @param secretKey the secret access key that the sandbox accepts
 * @param folder the folder of {@code local://}; null for a temporary one that is deleted with the
 *     sandbox
 * @param stores the stores of {@code s3://} and other schemes; null for none
 * @param ranges limits at which ranges of metadata end
 * @param links lifetime of presigned URLs; null for a server that makes none
 */
public record SandboxOptions(
    int port,
    String accessKey,
    String secretKey,
    @Nullable Path folder,
    @Nullable Stores stores,
    RangeLimits ranges,
    @Nullable Duration links) {
  // The example pair of lakeFS's documentation, which is no secret.
  private static final String KEY = "AKIAIOSFODNN7EXAMPLE";
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

  static final SandboxOptions DEFAULT =
      new SandboxOptions(0, KEY, SECRET, null, null, RangeLimits.DEFAULT, Duration.ofMinutes(15));

  /** Returns a copy that listens on this port. */
  public SandboxOptions port(int newPort) {
    return new SandboxOptions(newPort, accessKey, secretKey, folder, stores, ranges, links);
  }

  /** Returns a copy that accepts these credentials. */
  public SandboxOptions credentials(String newAccessKey, String newSecretKey) {
    return new SandboxOptions(port, newAccessKey, newSecretKey, folder, stores, ranges, links);
  }

  /** Returns a copy that keeps {@code local://} in this folder. */
  public SandboxOptions folder(Path newFolder) {
    return new SandboxOptions(port, accessKey, secretKey, newFolder, stores, ranges, links);
  }

  /** Returns a copy that keeps all schemes but {@code local://} in these stores. */
  public SandboxOptions stores(Stores newStores) {
    return new SandboxOptions(port, accessKey, secretKey, folder, newStores, ranges, links);
  }

  /**
   * Returns a copy whose ranges end at this number of entries, and after one key in {@code
   * raggedness}. Small numbers give many ranges.
   *
   * @param maxEntries at least 1
   * @param raggedness at least 1; 50,000 in lakeFS
   */
  public SandboxOptions ranges(long maxEntries, long raggedness) {
    RangeLimits limits = new RangeLimits(maxEntries, RangeLimits.DEFAULT.maxBytes(), raggedness);
    return new SandboxOptions(port, accessKey, secretKey, folder, stores, limits, links);
  }

  /**
   * Returns a copy that makes presigned URLs with this lifetime, where its stores support them.
   *
   * @param lifetime whole seconds, at least one
   */
  public SandboxOptions linksFor(Duration lifetime) {
    return new SandboxOptions(port, accessKey, secretKey, folder, stores, ranges, lifetime);
  }

  /** Returns a copy that makes no presigned URLs and reports this in its configuration. */
  public SandboxOptions withoutLinks() {
    return new SandboxOptions(port, accessKey, secretKey, folder, stores, ranges, null);
  }

  @Override
  public String toString() {
    return "SandboxOptions[port=" + port + ", accessKey=" + accessKey + ", folder=" + folder + "]";
  }
}
