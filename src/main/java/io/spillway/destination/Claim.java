package io.spillway.destination;

import io.spillway.ledger.ExportId;
import io.spillway.ledger.Marker;
import java.io.Serializable;
import java.util.Optional;

/**
 * A sign that a folder below a root belongs to another owner, which maintains it: another export's
 * destination or ledger, or the storage of a lakeFS repository.
 *
 * @param folder the folder below the root, without a slash at its end; empty for the root itself
 * @param what a description that follows the folder's name in a sentence
 */
public record Claim(String folder, String what) implements Serializable {
  private static final String EXPORTS = "/exports/";
  private static final String RECORD = "/export.json";
  private static final String EXPORTED = "is the destination of another export";
  private static final String LAKEFS = "_lakefs/";

  /**
   * Returns the claim that an object's name reveals, if any.
   *
   * @param name the object's key in a commit
   */
  public static Optional<Claim> of(String name) {
    return ownFolder(name).or(() -> marker(name)).or(() -> ledger(name)).or(() -> storage(name));
  }

  private static Optional<Claim> ownFolder(String name) {
    int at = name.indexOf("/" + Prefix.OWN_FOLDER + "/");
    return at < 0 ? Optional.empty() : Optional.of(new Claim(name.substring(0, at), EXPORTED));
  }

  private static Optional<Claim> marker(String name) {
    int slash = name.lastIndexOf('/');
    return slash < 0 || !Marker.isNameOfOne(name.substring(slash + 1))
        ? Optional.empty()
        : Optional.of(new Claim(name.substring(0, slash), EXPORTED));
  }

  private static Optional<Claim> ledger(String name) {
    int at = name.lastIndexOf(EXPORTS);
    if (at < 0 || !name.endsWith(RECORD)) {
      return Optional.empty();
    }
    int end = name.length() - RECORD.length();
    int start = at + EXPORTS.length();
    return start < end && ExportId.parse(name.substring(start, end)).isPresent()
        ? Optional.of(new Claim(name.substring(0, at), "is where another export keeps its ledger"))
        : Optional.empty();
  }

  private static Optional<Claim> storage(String name) {
    if (name.startsWith(LAKEFS)) {
      return Optional.of(new Claim("", "is the storage of a lakeFS repository"));
    }
    int at = name.indexOf("/" + LAKEFS);
    return at < 0
        ? Optional.empty()
        : Optional.of(new Claim(name.substring(0, at), "is the storage of a lakeFS repository"));
  }
}
