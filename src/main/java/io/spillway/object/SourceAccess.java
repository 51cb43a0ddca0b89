package io.spillway.object;

import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The locations outside a repository's storage namespace that an export may read. Users of lakeFS
 * choose the addresses of objects, and this job opens them with its own rights.
 *
 * @param deniesImports whether only the namespace and the allowed locations are read
 * @param allowed locations that may be read whatever their kind of storage, including everything
 *     below them
 * @param localPath the folder of a lakeFS that stores its objects on a local disk, as this job and
 *     its workers see it; null if they do not see it
 */
public record SourceAccess(
    boolean deniesImports, List<Location> allowed, @Nullable Location localPath)
    implements Serializable {
  /**
   * The default: other buckets of the repository's own kind of storage are read, and nothing else.
   */
  public static final SourceAccess DEFAULT = new SourceAccess(false, List.of(), null);

  public SourceAccess {
    allowed = allowed.stream().map(SourceAccess::checked).toList();
  }

  private static Location checked(Location place) {
    Location whole = place.asRoot();
    if (!whole.isNormal()) {
      throw new SpillwayException(
          SpillwayException.Kind.BAD_INPUT,
          "--allow-source is '" + place + "': give a place without '.' and '..' in its path.");
    }
    return whole;
  }

  /** Returns a copy that denies reads outside the namespace and the allowed locations. */
  public SourceAccess denyingImports() {
    return new SourceAccess(true, allowed, localPath);
  }

  /** Returns a copy that also allows the given location and everything below it. */
  public SourceAccess allowing(Location place) {
    List<Location> more = new ArrayList<>(allowed);
    more.add(place);
    return new SourceAccess(deniesImports, more, localPath);
  }

  /** Returns a copy that reads the objects of a local lakeFS in the given folder. */
  public SourceAccess withLocalPath(Path folder) {
    return new SourceAccess(deniesImports, allowed, Location.ofFolder(folder));
  }

  /** Returns whether a location is an allowed location, or lies below one. */
  public boolean allows(Location at) {
    return at.isNormal() && allowed.stream().anyMatch(at::isWithin);
  }

  /** Returns the folder through which a file may be read, or empty if there is no such folder. */
  public Optional<Location> folderOf(Location file) {
    return file.isNormal()
        ? Stream.concat(Stream.ofNullable(localPath), allowed.stream())
            .filter(folder -> folder.scheme().equals("file") && file.isWithin(folder))
            .findFirst()
        : Optional.empty();
  }
}
