package io.spillway.source;

import io.spillway.base.Services;
import io.spillway.base.SpillwayException;
import io.spillway.request.BadInput;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of sources that are on the class path. */
public final class Sources {
  private static final Services<SourceProvider> FOUND =
      Services.load(SourceProvider.class, Sources.class.getClassLoader(), Sources::described);

  private Sources() {}

  /** Returns all that a command line needs of a provider, so that a broken one is noticed here. */
  private static List<?> described(SourceProvider provider) {
    return List.of(provider.help(), provider.schemes(), provider.options());
  }

  /** Returns all kinds: the one that serves names, then the others in the order of their names. */
  public static List<SourceProvider> all() {
    return FOUND.working().stream()
        .sorted(
            Comparator.comparing((SourceProvider provider) -> !provider.servesNames())
                .thenComparing(provider -> provider.help().name()))
        .toList();
  }

  /** Returns a sentence without a full stop for each provider that cannot be loaded. */
  public static List<String> broken() {
    return FOUND.broken();
  }

  /** Returns the provider that serves the scheme of a URI. */
  public static Optional<SourceProvider> find(String uri) {
    return all().stream()
        .filter(
            provider ->
                provider.schemes().stream().anyMatch(scheme -> uri.startsWith(scheme + ":")))
        .findFirst();
  }

  /**
   * Returns the provider that serves the scheme of a URI, or that serves names.
   *
   * @throws SpillwayException (bad input) if none does
   */
  public static SourceProvider require(String uri) {
    return find(uri)
        .or(() -> all().stream().filter(one -> one.servesNames() && !uri.contains("://")).findAny())
        .orElseThrow(
            () -> BadInput.of("'" + uri + "' is not a source: give " + examples() + unloaded()));
  }

  /** Returns an example of a URI of each kind: {@code one://HOST/NAME, or other://NAME}. */
  private static String examples() {
    return all().stream()
        .map(provider -> provider.help().example())
        .collect(Collectors.joining(", or "));
  }

  /** Returns the providers that cannot be loaded, as the end of a sentence; empty if all can be. */
  private static String unloaded() {
    return broken().isEmpty() ? "" : "; not loaded: " + String.join("; ", broken());
  }
}
