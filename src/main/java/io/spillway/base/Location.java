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
 * Where something lies: {@code scheme://authority/path}. The authority is the bucket of an object
 * store and empty for {@code file}; the path is raw (nothing is percent-decoded): what follows the
 * slash after the authority, and empty for the root.
 *
 * <p>It is not a {@link java.net.URI}: keys hold spaces, {@code %}, {@code ..} and {@code ://}, all
 * of them meant as they stand.
 */
public record Location(String scheme, String authority, String path) implements Serializable {
  private static final String SEPARATOR = "://";

  /** Schemes that are another's with other words. */
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
   * Reads a location as users write it, say {@code s3://bucket/some prefix}.
   *
   * @throws SpillwayException (bad input) when there is no scheme, no bucket where one is needed,
   *     or a user's name with a password, which the message does not repeat
   */
  public static Location parse(String text) {
    int end = text.indexOf(SEPARATOR);
    if (end <= 0) {
      throw new SpillwayException(
          BAD_INPUT,
          "'" + text + "' has no scheme: write it as s3://BUCKET/PREFIX or file:///DIRECTORY.");
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

  /** A folder of this machine. */
  public static Location ofFolder(Path folder) {
    String path = folder.toAbsolutePath().normalize().toString().replace(File.separatorChar, '/');
    return new Location("file", "", path.startsWith("/") ? path.substring(1) : path);
  }

  /** The same place without slashes at its end: how a root, unlike a key, is written. */
  public Location asRoot() {
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return new Location(scheme, authority, path.substring(0, end));
  }

  /** What lies under this root by the given key; the key is taken as it stands. */
  public Location resolve(String key) {
    return new Location(scheme, authority, path.isEmpty() ? key : path + "/" + key);
  }

  /** The bucket or file system that this lies in. */
  public Location container() {
    return new Location(scheme, authority, "");
  }

  /** Whether this is {@code root} or lies under it; the names that a store goes by are one. */
  public boolean isWithin(Location root) {
    return family().equals(root.family())
        && authority.equals(root.authority)
        && (root.path.isEmpty() || path.equals(root.path) || path.startsWith(root.path + "/"));
  }

  /**
   * Returns whether no segment of the path is {@code .} or {@code ..}, so that what takes paths for
   * ways through folders finds it where it seems to lie.
   */
  public boolean isNormal() {
    boolean mayHaveDots = path.startsWith(".") || path.contains("/.");
    return !mayHaveDots
        || Arrays.stream(path.split("/", -1))
            .noneMatch(segment -> segment.equals(".") || segment.equals(".."));
  }

  /**
   * Whether S3 serves it: {@code s3://}, and {@code s3a://} or {@code s3n://} as Hadoop writes it.
   */
  public boolean isS3() {
    return family().equals("s3");
  }

  /**
   * Whether HDFS serves it, which takes no colon in a name; behind a mount table ({@code viewfs})
   * it does as a rule.
   */
  public boolean isHdfs() {
    return HDFS.contains(scheme);
  }

  /** Returns the scheme by which all names of its kind of storage are known, say {@code s3}. */
  public String family() {
    return FAMILIES.getOrDefault(scheme, scheme);
  }

  @Override
  public String toString() {
    return scheme + SEPARATOR + authority + "/" + path;
  }
}
