package io.spillway.source.lakefs;

import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import io.spillway.object.Entry;
import io.spillway.object.SourceAccess;
import io.spillway.object.SourceAddress;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The policy that decides which addresses of a repository's entries are opened, and how.
 *
 * <p>INVARIANT: this job opens an address with its own rights only if the address lies in the
 * repository's own kind of storage, or if the operator allows it. Users who link a path in lakeFS
 * choose its address. They must not gain access to the files or the network of the machines that
 * export.
 *
 * @param namespace the storage namespace of the repository's own objects
 * @param access the operator's choices
 * @param type provides the server's own word for its kind of storage, empty if the server does not
 *     report it
 */
record AddressPolicy(Location namespace, SourceAccess access, Supplier<String> type) {
  /** Schemes of lakeFS's local storage. */
  private static final Set<String> LOCAL = Set.of("local", "file");

  /** Kinds of storage whose containers are names, and not hosts to connect to. */
  private static final Set<String> NAMED = Set.of("s3", "gs");

  /** Families of schemes by lakeFS's words for kinds of storage. */
  private static final Map<String, Set<String>> FAMILIES =
      Map.of(
          "s3", Set.of("s3"),
          "gs", Set.of("gs"),
          "azure", Set.of("abfss", "wasb", "wasbs"),
          "local", LOCAL,
          "mem", Set.of("mem"));

  private static final Pattern AZURE_HOST =
      Pattern.compile("[^@]+@[a-z0-9-]+(?:\\.z\\d+)?\\.(?:dfs|blob)\\.(?<domain>[a-z0-9.-]+)");

  private static final String AZURE_DOMAIN = "core.windows.net";

  /**
   * Returns the address from which an entry's data is read.
   *
   * @throws StoreException {@code REFUSED} if its address must not be opened
   */
  SourceAddress address(Entry entry) throws StoreException {
    Location at = parsed(entry);
    boolean imported = !at.isNormal() || !at.isWithin(namespace);
    Optional<Location> file = LOCAL.contains(at.scheme()) ? file(at) : Optional.empty();
    Optional<Location> folder = file.flatMap(access::folderOf);
    if (imported && !access.allows(file.orElse(at))) {
      require(at);
    }
    if (folder.isPresent()) {
      return SourceAddress.below(folder.get(), file.orElseThrow(), imported);
    }
    if (LOCAL.contains(at.scheme())) {
      return SourceAddress.throughServer(at, imported);
    }
    return imported ? SourceAddress.imported(at) : SourceAddress.own(at);
  }

  private Location parsed(Entry entry) throws StoreException {
    try {
      return entry.location(namespace);
    } catch (SpillwayException e) {
      throw new StoreException(
          Reason.REFUSED, "its address in lakeFS is not a location and is not opened", e);
    }
  }

  /** Returns the file that an address of lakeFS's local storage denotes, as this job sees it. */
  private Optional<Location> file(Location at) {
    Location root = access.localPath();
    if (at.authority().isEmpty()) {
      return Optional.of(new Location("file", "", at.path()));
    }
    return root == null || at.scheme().equals("file")
        ? Optional.empty()
        : Optional.of(root.resolve(at.authority() + "/" + at.path()));
  }

  private void require(Location at) throws StoreException {
    if (access.deniesImports()) {
      throw new StoreException(
          Reason.REFUSED,
          "its data lies at "
              + at
              + ", outside the repository's storage namespace "
              + namespace
              + ", and --deny-imports forbids to read there");
    }
    if (!belongs(at)) {
      throw new StoreException(
          Reason.REFUSED,
          "its data lies at "
              + at
              + ", which is not the repository's kind of storage ("
              + namespace.scheme()
              + "): it is not opened. If you trust that place, allow it by --allow-source=PREFIX");
    }
  }

  private boolean belongs(Location at) {
    return isReachable(at)
        && (at.family().equals(namespace.family())
            || kindOf(namespace.family()).contains(at.family())
            || said().contains(at.family()));
  }

  private static Set<String> kindOf(String family) {
    return FAMILIES.values().stream()
        .filter(families -> families.contains(family))
        .findFirst()
        .orElse(Set.of());
  }

  private Set<String> said() {
    return FAMILIES.getOrDefault(type.get().toLowerCase(Locale.ROOT), Set.of());
  }

  /**
   * Returns whether a read at this location connects only to the service that holds the namespace.
   * A bucket is a name within a service; other authorities are hosts, which an address could make
   * up.
   */
  private boolean isReachable(Location at) {
    return NAMED.contains(at.family())
        || LOCAL.contains(at.scheme())
        || at.authority().equals(namespace.authority())
        || domain(at).filter(found -> found.equals(AZURE_DOMAIN)).isPresent()
        || (domain(at).isPresent() && domain(at).equals(domain(namespace)));
  }

  private static Optional<String> domain(Location at) {
    Matcher host = AZURE_HOST.matcher(at.authority());
    return kindOf(at.family()).contains("abfss") && host.matches()
        ? Optional.of(host.group("domain"))
        : Optional.empty();
  }
}
