package io.spillway.store.s3;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request as a server got it.
 *
 * @param method in upper case
 * @param path raw, with its leading slash: {@code /bucket/key}
 * @param query raw, empty for none
 * @param headers by their names in lower case
 */
public record RecordedRequest(
    String method, String path, String query, Map<String, String> headers) {
  /** The bucket of a path-style request; empty for a request to the server as a whole. */
  public String bucket() {
    return decoded(path.split("/", 3)[1]);
  }

  /** The whole key in its bucket; empty for a request to the bucket. */
  public String key() {
    String[] parts = path.split("/", 3);
    return parts.length < 3 ? "" : decoded(parts[2]);
  }

  /** The header's value. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** Whether it copies inside the server. */
  public boolean isCopy() {
    return header("x-amz-copy-source").isPresent();
  }

  private static String decoded(String raw) {
    return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return method + " " + path + (query.isEmpty() ? "" : "?" + query) + (isCopy() ? " (copy)" : "");
  }
}
