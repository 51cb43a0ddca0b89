package io.spillway.source.lakefs;

import io.spillway.base.SpillwayException;
import io.spillway.request.BadInput;
import java.util.Optional;

/**
 * A repository as users write it: {@code REPO}, {@code lakefs://REPO} or {@code lakefs://REPO/REF}.
 *
 * @param ref empty if the address names none
 */
record LakeFsAddress(String repository, Optional<String> ref) {
  static final String SCHEME = "lakefs";

  private static final String BEGINNING = SCHEME + "://";

  /**
   * Parses an address.
   *
   * @throws SpillwayException (bad input) if it names no repository
   */
  static LakeFsAddress parse(String source) {
    if (!source.startsWith(BEGINNING)) {
      return new LakeFsAddress(source, Optional.empty());
    }
    String rest = source.substring(BEGINNING.length());
    int slash = rest.indexOf('/');
    String repository = slash < 0 ? rest : rest.substring(0, slash);
    if (repository.isEmpty()) {
      throw BadInput.of("'" + source + "' names no repository: write it as lakefs://REPO/REF");
    }
    String ref = slash < 0 ? "" : rest.substring(slash + 1);
    return new LakeFsAddress(repository, Optional.of(ref).filter(name -> !name.isEmpty()));
  }

  /** Returns the repository as reports and ledgers name it. */
  static String nameOf(String repository) {
    return BEGINNING + repository;
  }

  /** Returns the address as a URI, also if it was written as a name. */
  @Override
  public String toString() {
    return nameOf(repository) + ref.map(name -> "/" + name).orElse("");
  }
}
