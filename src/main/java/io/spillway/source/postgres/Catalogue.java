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

/** The relations of a database in the snapshot, and how they relate to each other. */
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
   * Creates a catalogue.
   *
   * @param schemas all schemas of the database
   * @param relations all relations that could be exported
   * @param detached partitions that are being detached
   * @param heirs relations with inheritance children that are not partitions
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

  /** Returns all schemas in order. */
  Collection<String> schemas() {
    return schemas;
  }

  /** Returns the relations of a schema, ordered by name. */
  Collection<Relation> relations(String schema) {
    return byName.getOrDefault(schema, new TreeMap<>()).values();
  }

  Optional<Relation> find(String schema, String name) {
    return Optional.ofNullable(byName.getOrDefault(schema, new TreeMap<>()).get(name));
  }

  /**
   * Returns the relations that store the rows of a relation: the relation itself, or its partitions
   * at any depth, in order.
   */
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

  /** Returns the parent of a partition, the parent of that parent, and so on. */
  List<Relation> ancestors(Relation relation) {
    List<Relation> ancestors = new ArrayList<>();
    Relation next = byOid.get(relation.parent());
    while (next != null) {
      ancestors.add(next);
      next = byOid.get(next.parent());
    }
    return ancestors;
  }

  /** Returns whether a partition is being detached, and so no longer belongs to its parent. */
  boolean isDetached(Relation relation) {
    return detached.contains(relation.oid());
  }

  /** Returns whether ordinary tables inherit from a relation. */
  boolean hasHeirs(Relation relation) {
    return heirs.contains(relation.oid());
  }
}
