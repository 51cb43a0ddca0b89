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
 * The places outside a repository's storage namespace that an export may read. Addresses of objects
 * are data: users of lakeFS choose them, and this job's rights open them.
 *
 * @param deniesImports whether only the namespace and the allowed places are read
 * @param allowed places that are read whatever their kind, with all that lies below them
 * @param localPath the folder of a lakeFS that keeps its objects on a local disk, as this job and
 *     its workers see it; null where they do not
 */
public record SourceAccess(
    boolean deniesImports, List<Location> allowed, @Nullable Location localPath)
    implements Serializable {
  /** Other buckets of the repository's own kind of storage are read, and nothing else. */
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

  /** Returns a copy that denies reads outside the namespace and the allowed places. */
  public SourceAccess denyingImports() {
    return new SourceAccess(true, allowed, localPath);
  }

  /** Returns a copy that allows one more place, with all that lies below it. */
  public SourceAccess allowing(Location place) {
    List<Location> more = new ArrayList<>(allowed);
    more.add(place);
    return new SourceAccess(deniesImports, more, localPath);
  }

  /** Returns a copy that reads the objects of a local lakeFS in that folder. */
  public SourceAccess withLocalPath(Path folder) {
    return new SourceAccess(deniesImports, allowed, Location.ofFolder(folder));
  }

  /** Returns whether a location is an allowed place, or lies below one. */
  public boolean allows(Location at) {
    return at.isNormal() && allowed.stream().anyMatch(at::isWithin);
  }

  /** Returns the folder through which a file may be read, if there is one. */
  public Optional<Location> folderOf(Location file) {
    return file.isNormal()
        ? Stream.concat(Stream.ofNullable(localPath), allowed.stream())
            .filter(folder -> folder.scheme().equals("file") && file.isWithin(folder))
            .findFirst()
        : Optional.empty();
  }
}
