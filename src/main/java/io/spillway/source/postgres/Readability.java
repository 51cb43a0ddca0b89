package io.spillway.source.postgres;

import io.spillway.source.postgres.Relation.Access;
import io.spillway.source.postgres.Relation.Kind;
import io.spillway.source.postgres.address.Names;
import java.util.List;
import java.util.Optional;

/**
 * A check of whether a role can read all rows of a relation in the snapshot, and what helps if not.
 */
final class Readability {
  private Readability() {}

  /** Returns the reason why the relation cannot be read, in words for the user; empty if it can. */
  static Optional<String> obstacle(Relation relation, Catalogue catalogue) {
    Optional<String> own = ofItself(relation);
    if (own.isPresent() || relation.kind() != Kind.PARTITIONED) {
      return own;
    }
    List<Relation> leaves = catalogue.leaves(relation);
    for (Relation leaf : leaves) {
      Optional<String> reason = ofLeaf(leaf);
      if (reason.isPresent()) {
        return Optional.of("its partition " + leaf.plain() + " cannot be read: " + reason.get());
      }
    }
    return Optional.empty();
  }

  /**
   * Returns whether the role has no privilege on the relation or on its schema, so that users do
   * not expect it to be exported.
   */
  static boolean hasNoPrivilege(Relation relation) {
    return relation.access() == Access.NONE || relation.access() == Access.NO_SCHEMA;
  }

  private static Optional<String> ofLeaf(Relation leaf) {
    if (leaf.kind() == Kind.FOREIGN) {
      return Optional.of(
          "it is a foreign table, whose rows are in no snapshot; name the other partitions instead"
              + " of the table");
    }
    return ofItself(leaf);
  }

  private static Optional<String> ofItself(Relation relation) {
    return switch (relation.access()) {
      case NO_SCHEMA ->
          Optional.of(
              "the role has no USAGE privilege on its schema; GRANT USAGE ON SCHEMA "
                  + Names.quote(relation.schema())
                  + " would help");
      case NONE ->
          Optional.of(
              "the role has no SELECT privilege on it; GRANT SELECT ON "
                  + relation.quoted()
                  + " would help");
      case DROPPED ->
          Optional.of(
              "it was dropped since the snapshot was taken, and what it was cannot be read any"
                  + " more; export again");
      case ALL, COLUMNS ->
          relation.obstacle().isEmpty() ? Optional.empty() : Optional.of(relation.obstacle());
    };
  }
}
