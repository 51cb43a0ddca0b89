package io.spillway.export;

import static io.spillway.base.SpillwayException.Kind.BAD_INPUT;
import static io.spillway.base.SpillwayException.Kind.REFUSED;

import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import io.spillway.destination.DestinationContext;
import io.spillway.destination.Prefix;
import io.spillway.request.Conduct;
import io.spillway.request.Since;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A guard against mirrors that could delete data of others. Its rules do not depend on the
 * destination's contents.
 */
final class MirrorGuard {
  private MirrorGuard() {}

  /**
   * Rejects a mirror of a difference, which is a contradiction.
   *
   * @throws SpillwayException (bad input) if a mirror of only a difference is requested
   */
  static void check(Since since, Conduct conduct) {
    if (conduct.mirrors() && !(since instanceof Since.Unsaid)) {
      throw new SpillwayException(
          BAD_INPUT,
          "--mirror makes all of the destination equal to the commit, and --prev_commit_id or --since export only a difference: give one of them. A full export, too, copies only what the ledger does not know to be there.");
    }
  }

  /**
   * Rejects a destination where a mirror could delete data that no export has written.
   *
   * @throws SpillwayException (refused, or bad input) that names the data it would delete
   */
  static void check(DestinationContext place, Conduct conduct) {
    if (!conduct.mirrors()) {
      return;
    }
    if (place.ledger().isWithin(place.root())
        && !place.ledger().isWithin(place.root().resolve(Prefix.OWN_FOLDER))) {
      throw new SpillwayException(
          BAD_INPUT,
          "--ledger="
              + place.ledger()
              + " lies in the destination, where --mirror would delete it: choose a place outside, or leave it out.");
    }
    if (place.forbidden().isWithin(place.root())) {
      throw refused(
          place.root(),
          "the repository's own storage "
              + place.forbidden()
              + " lies below it. Choose another destination.");
    }
    if (!conduct.forces()) {
      tooWide(place.root())
          .ifPresent(
              why -> {
                throw refused(
                    place.root(),
                    why
                        + ", and what the commit lacks there would be deleted. Choose a prefix, or give --force if nothing there is anybody else's.");
              });
    }
  }

  private static SpillwayException refused(Location root, String why) {
    return new SpillwayException(REFUSED, "Cannot mirror to " + root + ": " + why);
  }

  /**
   * Returns the reason why a root is unlikely to hold only an export, or empty if no reason is
   * known.
   */
  private static Optional<String> tooWide(Location root) {
    boolean isFile = root.scheme().equals("file");
    if (root.path().isEmpty()) {
      return Optional.of(
          root.isHdfs() || isFile ? "it is all of a file system" : "it is all of a bucket");
    }
    return isFile && home().isWithin(root)
        ? Optional.of("your home " + home() + " lies in it")
        : Optional.empty();
  }

  private static Location home() {
    return Location.ofFolder(Path.of(System.getProperty("user.home", "/")));
  }
}
