package io.spillway.rows.destination;

import io.spillway.base.GivenLocation;
import io.spillway.base.Services;
import io.spillway.base.SpillwayException;
import io.spillway.request.Option;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of destinations of rows on the class path, besides folders of all stores. */
public final class Destinations {
  private static final Services<DestinationProvider> FOUND =
      Services.load(
          DestinationProvider.class, Destinations.class.getClassLoader(), Destinations::described);

  private Destinations() {}

  /** Returns all that a command line needs of a provider, so that a broken one is noticed here. */
  private static List<?> described(DestinationProvider provider) {
    return List.of(provider.help(), provider.schemes(), provider.options());
  }

  /** Returns all kinds in the order of their examples. */
  public static List<DestinationProvider> all() {
    return FOUND.working().stream()
        .sorted(Comparator.comparing(provider -> provider.help().example()))
        .toList();
  }

  /** Returns a sentence without a full stop for each provider that cannot be loaded. */
  public static List<String> broken() {
    return FOUND.broken();
  }

  /** Returns whether a destination is a prefix of a store or a directory. */
  public static boolean isFolder(String uri) {
    return find(uri).isEmpty();
  }

  /** Returns the options of the destination's own kind. */
  public static List<Option<?>> options(String uri) {
    return find(uri).map(DestinationProvider::options).orElse(List.of());
  }

  /**
   * Checks that a destination is written correctly. Sends no request.
   *
   * @throws SpillwayException (bad input) if it is not
   */
  public static void check(String uri) {
    if (isFolder(uri)) {
      GivenLocation.parse(uri);
    }
  }

  /**
   * Returns the destination of a request.
   *
   * @throws SpillwayException (bad input) if the request is invalid
   */
  public static RowDestination open(DestinationRequest request) {
    return find(request.uri())
        .map(provider -> provider.open(request))
        .orElseGet(() -> FolderDestination.open(request));
  }

  private static Optional<DestinationProvider> find(String uri) {
    String lower = uri.toLowerCase(Locale.ROOT);
    return all().stream()
        .filter(
            provider ->
                provider.schemes().stream().anyMatch(scheme -> lower.startsWith(scheme + "://")))
        .findFirst();
  }
}
