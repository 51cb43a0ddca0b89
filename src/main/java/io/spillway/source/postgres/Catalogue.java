package io.spillway.source.postgres;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a database holds in the snapshot: everything that could be exported, and what it is of. */
final class Catalogue {
  private static final Comparator<Relation> BY_NAME =
      Comparator.comparing(Relation::schema).thenComparing(Relation::name);

  private final TreeSet<String> schemas;
  private final Map<Long, Relation> byOid = new HashMap<>();
  private final Map<Long, List<Relation>> partitions = new HashMap<>();
  private final Map<String, TreeMap<String, Relation>> byName = new HashMap<>();
  private final Set<Long> detached;
  private final Set<Long> heirs;

  /**
   * A catalogue.
   *
   * @param schemas all that there are
   * @param detached partitions that are on their way out
   * @param heirs relations from which others inherit that are no partitions
   */
  Catalogue(
      Collection<String> schemas,
      Collection<Relation> relations,
      Set<Long> detached,
      Set<Long> heirs) {
    this.schemas = new TreeSet<>(schemas);
    this.detached = Set.copyOf(detached);
    this.heirs = Set.copyOf(heirs);
    for (Relation relation : relations) {
      byOid.put(relation.oid(), relation);
      byName
          .computeIfAbsent(relation.schema(), schema -> new TreeMap<>())
          .put(relation.name(), relation);
      if (relation.isPartition() && !detached.contains(relation.oid())) {
        partitions.computeIfAbsent(relation.parent(), oid -> new ArrayList<>()).add(relation);
      }
    }
    partitions.values().forEach(list -> list.sort(BY_NAME));
  }

  /** In order. */
  Collection<String> schemas() {
    return schemas;
  }

  /** Those of a schema, in the order of their names. */
  Collection<Relation> relations(String schema) {
    return byName.getOrDefault(schema, new TreeMap<>()).values();
  }

  Optional<Relation> find(String schema, String name) {
    return Optional.ofNullable(byName.getOrDefault(schema, new TreeMap<>()).get(name));
  }

  /** Where the rows of a relation are: in itself, or in its partitions at any depth, in order. */
  List<Relation> leaves(Relation relation) {
    if (relation.kind() != Relation.Kind.PARTITIONED) {
      return List.of(relation);
    }
    List<Relation> leaves = new ArrayList<>();
    for (Relation partition : partitions.getOrDefault(relation.oid(), List.of())) {
      leaves.addAll(leaves(partition));
    }
    return leaves;
  }

  /** What a partition is of, and what that is of, and so on. */
  List<Relation> ancestors(Relation relation) {
    List<Relation> ancestors = new ArrayList<>();
    Relation next = byOid.get(relation.parent());
    while (next != null) {
      ancestors.add(next);
      next = byOid.get(next.parent());
    }
    return ancestors;
  }

  /** Whether a partition is being detached, and so is no part of its parent. */
  boolean isDetached(Relation relation) {
    return detached.contains(relation.oid());
  }

  /** Whether others inherit from it that are tables by themselves. */
  boolean hasHeirs(Relation relation) {
    return heirs.contains(relation.oid());
  }
}
