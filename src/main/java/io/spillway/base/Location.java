package io.spillway.base;

import static io.spillway.base.SpillwayException.Kind.BAD_INPUT;

import java.io.File;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The location of an object, prefix or container: {@code scheme://authority/path}. The authority is
 * the bucket of an object store and empty for {@code file}. The path is raw (nothing is
 * percent-decoded): the part after the slash that follows the authority, and empty for the root.
 *
 * <p>It is not a {@link java.net.URI}: keys may hold spaces, {@code %}, {@code ..} and {@code ://},
 * all of them literal.
 */
public record Location(String scheme, String authority, String path) implements Serializable {
  private static final String SEPARATOR = "://";

  /** Aliases of schemes. */
  private static final Map<String, String> FAMILIES =
      Map.of("s3a", "s3", "s3n", "s3", "abfs", "abfss");

  private static final Set<String> HDFS = Set.of("hdfs", "webhdfs", "swebhdfs", "viewfs");

  public Location {
    Objects.requireNonNull(authority);
    Objects.requireNonNull(path);
    if (scheme.isEmpty() || !scheme.equals(scheme.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException("Invalid scheme: '" + scheme + "'");
    }
  }

  /**
   * Parses a location literally, for example {@code s3://bucket/some prefix}.
   *
   * @throws SpillwayException (bad input) if the scheme is missing, if a required bucket is
   *     missing, or if the location holds a user name and a password, which the message does not
   *     repeat
   */
  public static Location parse(String text) {
    int end = text.indexOf(SEPARATOR);
    if (end <= 0) {
      throw new SpillwayException(
          BAD_INPUT,
          "'"
              + text
              + "' has no scheme: write it as s3://BUCKET/PREFIX, file:///DIRECTORY or ./DIRECTORY.");
    }
    String scheme = text.substring(0, end).toLowerCase(Locale.ROOT);
    if (!scheme.matches("[a-z][a-z0-9+.-]*")) {
      throw new SpillwayException(
          BAD_INPUT, "'" + text + "' begins with no scheme such as s3:// or file://.");
    }
    String rest = text.substring(end + SEPARATOR.length());
    int slash = rest.indexOf('/');
    String authority = slash < 0 ? rest : rest.substring(0, slash);
    String path = slash < 0 ? "" : rest.substring(slash + 1);
    if (authority.matches(".*:.*@.*")) {
      throw new SpillwayException(
          BAD_INPUT,
          "A location that begins with "
              + scheme
              + "://"
              + " holds credentials: leave them out, and give them as settings (fs.s3a.access.key, fs.s3a.secret.key).");
    }
    if (authority.isEmpty() && !scheme.equals("file")) {
      throw new SpillwayException(
          BAD_INPUT, "'" + text + "' names no bucket: write it as " + scheme + "://BUCKET/PREFIX.");
    }
    return new Location(scheme, authority, path);
  }

  /** Returns the location of a local folder. */
  public static Location ofFolder(Path folder) {
    String path = folder.toAbsolutePath().normalize().toString().replace(File.separatorChar, '/');
    return new Location("file", "", path.startsWith("/") ? path.substring(1) : path);
  }

  /** Returns this location without trailing slashes. Roots are written this way; keys are not. */
  public Location asRoot() {
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return new Location(scheme, authority, path.substring(0, end));
  }

  /** Returns the location of a key under this root; the key is taken literally. */
  public Location resolve(String key) {
    return new Location(scheme, authority, path.isEmpty() ? key : path + "/" + key);
  }

  /** Returns the bucket or file system of this location. */
  public Location container() {
    return new Location(scheme, authority, "");
  }

  /**
   * Returns whether this location is {@code root} or lies under it; aliases of a scheme count as
   * equal.
   */
  public boolean isWithin(Location root) {
    return family().equals(root.family())
        && authority.equals(root.authority)
        && (root.path.isEmpty() || path.equals(root.path) || path.startsWith(root.path + "/"));
  }

  /**
   * Returns whether no segment of the path is {@code .} or {@code ..}, so that software that
   * resolves paths through folders finds it at its literal location.
   */
  public boolean isNormal() {
    boolean mayHaveDots = path.startsWith(".") || path.contains("/.");
    return !mayHaveDots
        || Arrays.stream(path.split("/", -1))
            .noneMatch(segment -> segment.equals(".") || segment.equals(".."));
  }

  /**
   * Returns whether S3 serves this location: {@code s3://}, or {@code s3a://} or {@code s3n://} as
   * Hadoop writes it.
   */
  public boolean isS3() {
    return family().equals("s3");
  }

  /**
   * Returns whether HDFS serves this location. HDFS allows no colon in a name; a mount table
   * ({@code viewfs}) usually leads to HDFS.
   */
  public boolean isHdfs() {
    return HDFS.contains(scheme);
  }

  /** Returns the canonical scheme of this kind of storage, for example {@code s3}. */
  public String family() {
    return FAMILIES.getOrDefault(scheme, scheme);
  }

  @Override
  public String toString() {
    return scheme + SEPARATOR + authority + "/" + path;
  }
}
