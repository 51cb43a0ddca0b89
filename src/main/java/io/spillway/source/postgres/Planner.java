package io.spillway.source.postgres;

import io.spillway.rows.Column;
import io.spillway.rows.RowPlan;
import io.spillway.rows.RowPlan.PlannedTable;
import io.spillway.rows.RowPlan.Unreadable;
import io.spillway.rows.Table;
import io.spillway.rows.TableSplit;
import io.spillway.source.postgres.Relation.Kind;
import io.spillway.source.postgres.decode.ReadColumn;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A planner that lists the tables to read in a snapshot, and cuts them into splits. */
final class Planner {
  private static final String NO_COLUMNS =
      "it has no columns, and Parquet holds no table without: --skip-unreadable skips it, --exclude"
          + " leaves it out";

  private final Connector connector;
  private final SnapshotIdentity identity;
  private final PostgresOptions options;
  private final List<Unreadable> unreadable = new ArrayList<>();

  Planner(Connector connector, SnapshotIdentity identity, PostgresOptions options) {
    this.connector = connector;
    this.identity = identity;
    this.options = options;
  }

  /**
   * The content of the catalogue.
   *
   * @param catalogue all relations
   * @param selection exported relations
   * @param queries query of each exported relation
   * @param page bytes per page
   */
  private record Looked(
      Catalogue catalogue, Selection selection, Map<Relation, TableQuery> queries, long page) {}

  /**
   * Plans the export.
   *
   * @param fileBytes approximate bytes to read per split
   */
  RowPlan plan(long fileBytes) throws SQLException, IOException, LostSnapshotException {
    unreadable.clear();
    Looked looked = look();
    List<Relation> leaves =
        looked.queries.keySet().stream()
            .flatMap(relation -> looked.catalogue.leaves(relation).stream())
            .toList();
    Extents extents = Extents.of(connector, leaves, looked.page);
    List<PlannedTable> tables = new ArrayList<>();
    looked.queries.forEach(
        (relation, query) ->
            tables.add(
                table(query, relation, looked.catalogue.leaves(relation), extents, fileBytes)));
    return new RowPlan(
        tables,
        Stream.concat(looked.selection.unreadable().stream(), unreadable.stream()).toList(),
        looked.selection.notes());
  }

  private Looked look() throws SQLException, IOException, LostSnapshotException {
    try (Connection connection = connector.openNext(Connector.Purpose.PLANNER)) {
      connector.begin(connection, identity, "");
      Catalogue catalogue = CatalogueQueries.read(connection);
      Selection selection =
          Selection.of(connector.address().database(), catalogue, options.tables());
      Map<Relation, TableQuery> queries = queries(connection, catalogue, selection);
      return new Looked(catalogue, selection, queries, page(connection));
    }
  }

  private static long page(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("select pg_catalog.current_setting('block_size')")) {
      result.next();
      return Long.parseLong(result.getString(1));
    }
  }

  private Map<Relation, TableQuery> queries(
      Connection connection, Catalogue catalogue, Selection selection) throws SQLException {
    Columns columns = Columns.of(connection, catalogue, selection, options);
    Predicates predicates = Predicates.of(selection, options.tables().where());
    Map<Long, Integer> indexes =
        CatalogueQueries.indexes(
            connection, selection.tables().stream().map(Relation::oid).toList());
    Map<Relation, TableQuery> queries = new LinkedHashMap<>();
    for (Relation relation : selection.tables()) {
      String name = selection.name(relation);
      Optional<String> hidden = columns.hidden(relation);
      if (hidden.isPresent()) {
        unreadable.add(new Unreadable(name, hidden.get()));
        continue;
      }
      if (columns.of(relation).isEmpty()) {
        unreadable.add(new Unreadable(name, NO_COLUMNS));
        continue;
      }
      TableQuery query =
          new TableQuery(
              name,
              relation.name(),
              relation.kind() != Kind.VIEW && relation.kind() != Kind.FOREIGN,
              1 + indexes.getOrDefault(relation.oid(), 0),
              columns.of(relation),
              columns.enums(relation),
              predicates.of(relation));
      Optional<String> refused = predicates.check(connection, relation, query);
      if (refused.isPresent()) {
        unreadable.add(new Unreadable(name, refused.get()));
      } else {
        queries.put(relation, query);
      }
    }
    return queries;
  }

  private PlannedTable table(
      TableQuery query, Relation relation, List<Relation> leaves, Extents extents, long fileBytes) {
    List<Column> columns = query.columns().stream().map(ReadColumn::column).toList();
    Table table = new Table(query.name(), folder(relation), columns, options.groupBytes());
    List<Extent> sizes = leaves.stream().map(extents::extent).toList();
    List<TableSplit> splits = new ArrayList<>();
    for (Cutter.Part part : Cutter.cut(sizes, Cutter.count(sizes, fileBytes))) {
      splits.add(
          new TableSplit(table, splits.size(), part.bytes(), new LeafPiece(query, part.ranges())));
    }
    return new PlannedTable(table, splits, query.where().isEmpty() ? extents.rows(leaves) : -1);
  }

  private String folder(Relation relation) {
    return Folder.of(connector.address().database(), relation.schema(), relation.name());
  }
}
