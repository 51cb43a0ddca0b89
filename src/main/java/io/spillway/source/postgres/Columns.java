package io.spillway.source.postgres;

import io.spillway.base.NearNames;
import io.spillway.base.SpillwayException;
import io.spillway.rows.ColumnType;
import io.spillway.source.postgres.CatalogueQueries.Found;
import io.spillway.source.postgres.Relation.Access;
import io.spillway.source.postgres.decode.PgColumn;
import io.spillway.source.postgres.decode.ReadColumn;
import io.spillway.source.postgres.decode.TypeMap;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The exported columns of each table, and how they are read. */
final class Columns {
  private static final String OPTION = "--columns";
  private static final String CAST = "--cast";

  private final Catalogue catalogue;
  private final Map<Long, List<Found>> found;
  private final Map<Relation, List<String>> chosen = new HashMap<>();
  private final Map<Relation, Map<String, ColumnType>> casts = new HashMap<>();
  private final TypeMap types;

  private Columns(Catalogue catalogue, Map<Long, List<Found>> found, TypeMap types) {
    this.catalogue = catalogue;
    this.found = found;
    this.types = types;
  }

  /**
   * Reads the columns of the selected tables.
   *
   * @throws SpillwayException (bad input) if a chosen column does not exist
   */
  static Columns of(
      Connection connection, Catalogue catalogue, Selection selection, PostgresOptions options)
      throws SQLException {
    Set<Long> oids = new HashSet<>();
    for (Relation table : selection.tables()) {
      oids.add(table.oid());
      catalogue.leaves(table).stream()
          .filter(leaf -> leaf.access() == Access.COLUMNS)
          .forEach(leaf -> oids.add(leaf.oid()));
    }
    Map<Long, List<Found>> found = CatalogueQueries.columns(connection, oids);
    Set<Long> needed = new HashSet<>();
    found.values().forEach(list -> list.forEach(one -> needed.add(one.column().type())));
    TypeMap types = new TypeMap(CatalogueQueries.types(connection, needed), options.types());
    Columns columns = new Columns(catalogue, found, types);
    options
        .tables()
        .columns()
        .forEach((table, names) -> columns.choose(selection.exported(OPTION, table), table, names));
    options.tables().casts().forEach((column, type) -> columns.cast(selection, column, type));
    return columns;
  }

  private void cast(Selection selection, String text, ColumnType type) {
    List<String> parts = TablePattern.split(text, '.');
    String raw = parts.remove(parts.size() - 1);
    String name = TablePattern.part(CAST, text, raw).text();
    Relation table = selection.exported(CAST, String.join(".", parts));
    PgColumn column =
        exported(table).stream()
            .map(Found::column)
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    badCast(
                        text,
                        "which is not an exported column."
                            + NearNames.hint(
                                name,
                                exported(table).stream()
                                    .map(one -> one.column().name())
                                    .toList())));
    types
        .canRead(column, type)
        .ifPresent(
            why -> {
              throw badCast(text, why + ".");
            });
    if (casts.computeIfAbsent(table, one -> new HashMap<>()).put(name, type) != null) {
      throw badCast(text, "which was given before.");
    }
  }

  private static SpillwayException badCast(String column, String why) {
    return new SpillwayException(
        SpillwayException.Kind.BAD_INPUT, CAST + " names '" + column + "', " + why);
  }

  private void choose(Relation table, String text, List<String> names) {
    List<String> known = all(table).stream().map(one -> one.column().name()).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw bad(text, "which has no column '" + name + "'." + NearNames.hint(name, known));
      }
    }
    if (names.isEmpty()) {
      throw bad(text, "and no column of it: give " + OPTION + " " + text + "=a,b.");
    }
    if (new TreeSet<>(names).size() < names.size()) {
      throw bad(text, "and a column of it twice.");
    }
    if (chosen.put(table, names) != null) {
      throw bad(text, "which was given before.");
    }
  }

  private static SpillwayException bad(String table, String why) {
    return new SpillwayException(
        SpillwayException.Kind.BAD_INPUT, OPTION + " names '" + table + "', " + why);
  }

  private List<Found> all(Relation table) {
    return found.getOrDefault(table.oid(), List.of());
  }

  /** Returns the exported columns of a table, in the table's order. */
  private List<Found> exported(Relation table) {
    List<String> names = chosen.get(table);
    return names == null
        ? all(table)
        : all(table).stream().filter(one -> names.contains(one.column().name())).toList();
  }

  /** Returns how the exported columns of a table are read. */
  List<ReadColumn> of(Relation table) {
    List<ReadColumn> columns = new ArrayList<>();
    Map<String, ColumnType> cast = casts.getOrDefault(table, Map.of());
    for (Found one : exported(table)) {
      ColumnType type = cast.get(one.column().name());
      columns.add(type == null ? types.read(one.column()) : types.read(one.column(), type));
    }
    return columns;
  }

  /** Returns the OIDs of the enum types that occur in the exported columns of a table. */
  List<Long> enums(Relation table) {
    return exported(table).stream()
        .flatMap(one -> types.enums(one.column()).stream())
        .distinct()
        .toList();
  }

  /**
   * Returns the reason why this role cannot read an exported column; empty if it can read all of
   * them.
   */
  Optional<String> hidden(Relation table) {
    Set<String> names = new HashSet<>();
    exported(table).forEach(one -> names.add(one.column().name()));
    return Stream.concat(Stream.of(table), catalogue.leaves(table).stream())
        .filter(one -> one.equals(table) || one.access() == Access.COLUMNS)
        .flatMap(one -> all(one).stream().map(column -> hidden(one, column, names)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> hidden(Relation relation, Found column, Set<String> names) {
    String name = column.column().name();
    if (!names.contains(name)) {
      return Optional.empty();
    }
    if (!column.hasUtf8Name()) {
      return Optional.of(
          "the name of its column "
              + name
              + " "
              + CatalogueName.OBSTACLE
              + ", or leave it out with "
              + OPTION);
    }
    if (relation.access() != Access.COLUMNS) {
      return Optional.empty();
    }
    if (column.readable().isEmpty()) {
      return Optional.of(
          "column "
              + name
              + " of "
              + relation.plain()
              + " was dropped since the snapshot was taken; export again");
    }
    return column.readable().get()
        ? Optional.empty()
        : Optional.of(
            "the role may not read column "
                + name
                + " of "
                + relation.plain()
                + "; GRANT SELECT ON "
                + relation.quoted()
                + " would help, or "
                + OPTION
                + " with those that it may");
  }
}
