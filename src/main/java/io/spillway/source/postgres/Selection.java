package io.spillway.source.postgres;

import io.spillway.base.NearNames;
import io.spillway.base.SpillwayException;
import io.spillway.rows.RowPlan.Unreadable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The tables that are exported. A partitioned table is one table; its partitions are not exported
 * beside it. Globs match ordinary and partitioned tables only. An exact name matches any kind of
 * relation.
 */
final class Selection {
  private static final String EXPORT_ONLY = "--export-only";
  private static final String EXCLUDE = "--exclude";

  private final String database;
  private final Catalogue catalogue;
  private final Set<Relation> chosen = new LinkedHashSet<>();
  private final List<Unreadable> unreadable = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private Selection(String database, Catalogue catalogue) {
    this.database = database;
    this.catalogue = catalogue;
  }

  /**
   * Selects the tables to export.
   *
   * @param tables choices as users write them
   * @throws SpillwayException (bad input) if a choice is invalid or matches no table
   */
  static Selection of(String database, Catalogue catalogue, TableOptions tables) {
    Selection selection = new Selection(database, catalogue);
    boolean isAll = tables.exportOnly().isEmpty();
    if (isAll) {
      selection.chooseAll();
    } else {
      TablePattern.parse(EXPORT_ONLY, tables.exportOnly()).forEach(selection::choose);
      selection.dropPartitionsOfChosen();
    }
    selection.exclude(TablePattern.parse(EXCLUDE, tables.exclude()));
    selection.dropUnreadable(isAll && !tables.requiresAll());
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
    TablePattern.Choice choice = resolved(pattern);
    if (choice.isExact()) {
      Relation one = exactly(pattern, choice);
      chosen.add(one);
      return;
    }
    List<Relation> found = matching(choice).filter(this::isTopTable).toList();
    if (found.isEmpty()) {
      throw bad(
          pattern,
          "matches no table: partitions, views, materialized views and foreign tables are chosen"
              + " by their exact names alone.");
    }
    chosen.addAll(found);
  }

  private Stream<Relation> matching(TablePattern.Choice choice) {
    return catalogue.schemas().stream()
        .flatMap(schema -> catalogue.relations(schema).stream())
        .filter(choice::matches);
  }

  private TablePattern.Choice resolved(TablePattern pattern) {
    return pattern
        .in(database, catalogue.schemas())
        .orElseThrow(() -> bad(pattern, unknown(pattern)));
  }

  private String unknown(TablePattern pattern) {
    boolean isOurs = pattern.isOf(database);
    if (isOurs || pattern.parts().size() < 3) {
      TablePattern.Part part = pattern.parts().get(isOurs && pattern.parts().size() > 1 ? 1 : 0);
      String schema =
          part.isExact()
              ? "names an unknown schema: database '"
                  + database
                  + "' has no '"
                  + part.text()
                  + "' (names count as they are, capitals too, and those of the system are not"
                  + " exported)."
              : "matches no schema.";
      return (isOurs ? "" : "is of another database than '" + database + "', or ")
          + schema
          + hintOfSchemas(part.text());
    }
    return "is of another database than '"
        + database
        + "', which the address names: one database is exported at a time.";
  }

  private String hintOfSchemas(String schema) {
    return NearNames.hint(schema, catalogue.schemas());
  }

  private Relation exactly(TablePattern pattern, TablePattern.Choice choice) {
    String schema = choice.schema().orElseThrow().text();
    String name = choice.table().orElseThrow().text();
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
        SpillwayException.Kind.BAD_INPUT, pattern.option() + " '" + pattern.text() + "' " + why);
  }

  /**
   * Leaves tables out. A pattern may match nothing, since tables come and go between exports; only
   * a note says so. The rows of a partition are exported with its table, so a partition alone
   * cannot be left out.
   */
  private void exclude(List<TablePattern> patterns) {
    for (TablePattern pattern : patterns) {
      List<Relation> found =
          pattern
              .in(database, catalogue.schemas())
              .map(choice -> matching(choice).toList())
              .orElse(List.of());
      List<Relation> excluded = found.stream().filter(chosen::contains).toList();
      if (excluded.isEmpty()) {
        found.stream()
            .filter(one -> catalogue.ancestors(one).stream().anyMatch(chosen::contains))
            .findFirst()
            .ifPresent(
                one -> {
                  throw bad(pattern, "names a partition, whose rows are exported with its table.");
                });
        notes.add(EXCLUDE + " '" + pattern.text() + "' matches no table of this export.");
      }
      chosen.removeAll(excluded);
    }
    if (!patterns.isEmpty() && chosen.isEmpty()) {
      throw bad(patterns.get(patterns.size() - 1), "leaves no table to export.");
    }
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
              + " left out: the role has no SELECT privilege there. --require-all makes that a"
              + " failure, and names them.");
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
                        + "', which is not a table of this export: give schema.table of one that"
                        + " is."
                        + NearNames.hint(
                            text, new TreeSet<>(chosen.stream().map(Relation::plain).toList()))));
  }
}
