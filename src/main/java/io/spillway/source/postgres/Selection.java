package io.spillway.source.postgres;

import io.spillway.base.NearNames;
import io.spillway.base.SpillwayException;
import io.spillway.rows.RowPlan.Unreadable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tables that are exported. A partitioned table is one table; its partitions are not exported
 * beside it. Globs match ordinary and partitioned tables only. An exact name matches any kind of
 * relation.
 */
final class Selection {
  private static final String OPTION = "--export-only";

  private final String database;
  private final Catalogue catalogue;
  private final Set<Relation> chosen = new LinkedHashSet<>();
  private final Set<Relation> named = new LinkedHashSet<>();
  private final List<Unreadable> unreadable = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private Selection(String database, Catalogue catalogue) {
    this.database = database;
    this.catalogue = catalogue;
  }

  /**
   * Selects the tables to export.
   *
   * @param exportOnly choices as users write them; empty for every table that can be read
   * @throws SpillwayException (bad input) if a choice is invalid or matches no table
   */
  static Selection of(String database, Catalogue catalogue, List<String> exportOnly) {
    Selection selection = new Selection(database, catalogue);
    if (exportOnly.isEmpty()) {
      selection.chooseAll();
    } else {
      TablePattern.parse(OPTION, exportOnly).forEach(selection::choose);
      selection.dropPartitionsOfChosen();
    }
    selection.dropUnreadable(exportOnly.isEmpty());
    selection.noteHeirs();
    return selection;
  }

  private void chooseAll() {
    for (String schema : catalogue.schemas()) {
      catalogue.relations(schema).stream().filter(this::isTopTable).forEach(chosen::add);
    }
  }

  private boolean isTopTable(Relation relation) {
    return relation.kind().isTable() && !relation.isPartition();
  }

  private void choose(TablePattern pattern) {
    if (!pattern.database().matches(database)) {
      throw bad(
          pattern,
          "is of another database than '"
              + database
              + "', which the address names: one database is exported at a time.");
    }
    if (pattern.isExact()) {
      Relation one = exactly(pattern);
      named.add(one);
      chosen.add(one);
      return;
    }
    List<Relation> found =
        schemas(pattern).stream()
            .flatMap(schema -> catalogue.relations(schema).stream())
            .filter(this::isTopTable)
            .filter(one -> pattern.table().isEmpty() || pattern.table().get().matches(one.name()))
            .toList();
    if (found.isEmpty()) {
      throw bad(
          pattern,
          "matches no table: partitions, views, materialized views and foreign tables are chosen"
              + " by their exact names alone.");
    }
    chosen.addAll(found);
  }

  private Collection<String> schemas(TablePattern pattern) {
    if (pattern.schema().isEmpty()) {
      return catalogue.schemas();
    }
    TablePattern.Part part = pattern.schema().get();
    List<String> schemas = catalogue.schemas().stream().filter(part::matches).toList();
    if (schemas.isEmpty()) {
      throw bad(
          pattern,
          part.isExact()
              ? unknownSchema(part.text())
              : "matches no schema." + hintOfSchemas(part.text()));
    }
    return schemas;
  }

  private String unknownSchema(String schema) {
    return "names an unknown schema: database '"
        + database
        + "' has no '"
        + schema
        + "' (names count as they are, capitals too, and those of the system are not exported)."
        + hintOfSchemas(schema);
  }

  private String hintOfSchemas(String schema) {
    return NearNames.hint(schema, catalogue.schemas());
  }

  private Relation exactly(TablePattern pattern) {
    String schema = schemas(pattern).iterator().next();
    String name = pattern.table().orElseThrow().text();
    Optional<Relation> found = catalogue.find(schema, name);
    return found.orElseThrow(
        () ->
            bad(
                pattern,
                "names an unknown table: schema '"
                    + schema
                    + "' has no '"
                    + name
                    + "' (names count as they are, capitals too)."
                    + NearNames.hint(
                        name, catalogue.relations(schema).stream().map(Relation::name).toList())));
  }

  private SpillwayException bad(TablePattern pattern, String why) {
    return new SpillwayException(
        SpillwayException.Kind.BAD_INPUT, OPTION + " '" + pattern.text() + "' " + why);
  }

  private void dropPartitionsOfChosen() {
    for (Relation partition : List.copyOf(chosen)) {
      if (catalogue.isDetached(partition)) {
        continue;
      }
      catalogue.ancestors(partition).stream()
          .filter(chosen::contains)
          .findFirst()
          .ifPresent(
              parent -> {
                chosen.remove(partition);
                notes.add(
                    name(partition)
                        + " is a partition of "
                        + name(parent)
                        + ", which was chosen too: its rows are exported once, with that table.");
              });
    }
  }

  private void dropUnreadable(boolean silently) {
    int left = 0;
    for (Relation relation : List.copyOf(chosen)) {
      Optional<String> reason = Readability.obstacle(relation, catalogue);
      if (reason.isEmpty()) {
        continue;
      }
      chosen.remove(relation);
      if (silently && Readability.hasNoPrivilege(relation)) {
        left++;
      } else {
        unreadable.add(new Unreadable(name(relation), reason.get()));
      }
    }
    if (left > 0) {
      notes.add(
          (left == 1 ? "1 table is" : left + " tables are")
              + " left out: the role has no SELECT privilege there. Name them in --export-only to"
              + " see why.");
    }
  }

  private void noteHeirs() {
    for (Relation relation : chosen) {
      if (catalogue.hasHeirs(relation)) {
        notes.add(
            "Other tables inherit from "
                + name(relation)
                + ": it is exported with its own rows alone, and each of them by itself.");
      }
      if (relation.kind() == Relation.Kind.FOREIGN) {
        notes.add(
            name(relation)
                + " is a foreign table: its rows are read elsewhere, and not in the snapshot.");
      }
    }
  }

  /** Returns the name of a relation as users write it: {@code shop.public.orders}. */
  String name(Relation relation) {
    return database + "." + relation.plain();
  }

  /** Returns the exported tables, ordered by name. */
  List<Relation> tables() {
    return chosen.stream()
        .sorted(Comparator.comparing(Relation::schema).thenComparing(Relation::name))
        .toList();
  }

  List<Unreadable> unreadable() {
    return unreadable;
  }

  List<String> notes() {
    return notes;
  }

  /**
   * Returns the table that another option names, as {@code db.schema.table} or {@code
   * schema.table}.
   *
   * @throws SpillwayException (bad input) if the table is not exported
   */
  Relation exported(String option, String text) {
    List<TablePattern.Part> parts =
        TablePattern.split(text, '.').stream()
            .map(part -> TablePattern.part(option, text, part))
            .toList();
    int schema = parts.size() - 2;
    boolean fits = schema == 0 || (schema == 1 && parts.get(0).text().equals(database));
    Optional<Relation> found =
        fits
            ? catalogue.find(parts.get(schema).text(), parts.get(schema + 1).text())
            : Optional.empty();
    return found
        .filter(chosen::contains)
        .orElseThrow(
            () ->
                new SpillwayException(
                    SpillwayException.Kind.BAD_INPUT,
                    option
                        + " names '"
                        + text
                        + "', which is not a table of this export: give schema.table of one that is."
                        + NearNames.hint(
                            text, new TreeSet<>(chosen.stream().map(Relation::plain).toList()))));
  }
}
