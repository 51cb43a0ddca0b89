package io.spillway.source.postgres;

import io.spillway.source.postgres.Relation.Access;
import io.spillway.source.postgres.Relation.Kind;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the catalogue, in as many queries however many tables there are. */
final class CatalogueQueries {
  private static final String OUR_SCHEMAS =
      "n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')"
          + " and n.nspname !~ '^pg_(toast_)?temp_'";

  private static final String SCHEMAS =
      "select n.nspname from pg_catalog.pg_namespace n where " + OUR_SCHEMAS + " order by 1";

  // A partition that is being detached is none any more to a query of its parent.
  private static final String RELATIONS =
      """
      select c.oid::bigint, n.nspname, c.relname, c.relkind::text,
             coalesce(i.inhparent::bigint, 0),
             c.relkind in ('r', 'm') and m.amname = 'heap',
             c.relpages, coalesce(t.relpages, 0), c.reltuples,
             pg_catalog.pg_stat_get_live_tuples(c.oid),
             case when not pg_catalog.has_schema_privilege(n.oid, 'USAGE') then 'NO_SCHEMA'
                  when pg_catalog.has_table_privilege(c.oid, 'SELECT') then 'ALL'
                  when pg_catalog.has_any_column_privilege(c.oid, 'SELECT') then 'COLUMNS'
                  else 'NONE' end,
             case when c.relrowsecurity and pg_catalog.row_security_active(c.oid)
                    then 'row-level security would hide rows of it from this role;'
                         || ' BYPASSRLS would show them'
                  when c.relpersistence = 'u' and pg_catalog.pg_is_in_recovery()
                    then 'it is unlogged, and a standby has no rows of it'
                  when c.relkind = 'm' and not c.relispopulated
                    then 'it has no rows before its first REFRESH MATERIALIZED VIEW'
                  else '' end,
             coalesce(i.inhdetachpending, false)
        from pg_catalog.pg_class c
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        left join pg_catalog.pg_class t on t.oid = c.reltoastrelid
        left join pg_catalog.pg_am m on m.oid = c.relam
        left join pg_catalog.pg_inherits i on i.inhrelid = c.oid and c.relispartition
       where c.relkind in ('r', 'p', 'v', 'm', 'f') and\s"""
          + OUR_SCHEMAS;

  private static final String HEIRS =
      """
      select distinct i.inhparent::bigint
        from pg_catalog.pg_inherits i
        join pg_catalog.pg_class c on c.oid = i.inhparent
       where c.relkind in ('r', 'f')""";

  private static final String INDEXES =
      """
      select i.indrelid::bigint, count(*)
        from pg_catalog.pg_index i
       where i.indrelid = any (?::oid[])
       group by 1""";

  private static final String COLUMNS =
      """
      select a.attrelid::bigint, a.attname, a.attnum, a.atttypid::bigint, a.atttypmod, a.attndims,
             pg_catalog.format_type(a.atttypid, a.atttypmod),
             pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'SELECT')
        from pg_catalog.pg_attribute a
       where a.attrelid = any (?::oid[]) and a.attnum > 0 and not a.attisdropped
       order by a.attrelid, a.attnum""";

  private static final String TYPES =
      """
      with recursive needed (oid) as (
        select pg_catalog.unnest(?::oid[])
        union
        select case when t.typtype = 'd' then t.typbasetype else t.typelem end
          from needed
          join pg_catalog.pg_type t on t.oid = needed.oid
         where t.typtype = 'd' or t.typsubscript = 'pg_catalog.array_subscript_handler'::regproc)
      select t.oid::bigint, pg_catalog.format_type(t.oid, null), t.typtype::text,
             case when t.typsubscript = 'pg_catalog.array_subscript_handler'::regproc
                  then t.typelem::bigint else 0 end,
             t.typbasetype::bigint, t.typtypmod
        from needed
        join pg_catalog.pg_type t on t.oid = needed.oid""";

  /**
   * A column, and whether this role may read it.
   *
   * @param column as the catalogue has it
   * @param readable whether
   */
  record Found(PgColumn column, boolean readable) {}

  private CatalogueQueries() {}

  /** Everything that could be exported. */
  static Catalogue read(Connection connection) throws SQLException {
    Set<String> schemas = new HashSet<>();
    List<Relation> relations = new ArrayList<>();
    Set<Long> detached = new HashSet<>();
    Set<Long> heirs = new HashSet<>();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet result = statement.executeQuery(SCHEMAS)) {
        while (result.next()) {
          schemas.add(result.getString(1));
        }
      }
      try (ResultSet result = statement.executeQuery(RELATIONS)) {
        while (result.next()) {
          Relation relation = relation(result);
          relations.add(relation);
          if (result.getBoolean(13)) {
            detached.add(relation.oid());
          }
        }
      }
      try (ResultSet result = statement.executeQuery(HEIRS)) {
        while (result.next()) {
          heirs.add(result.getLong(1));
        }
      }
    }
    return new Catalogue(schemas, relations, detached, heirs);
  }

  private static Relation relation(ResultSet result) throws SQLException {
    return new Relation(
        result.getLong(1),
        result.getString(2).intern(),
        result.getString(3),
        Kind.of(result.getString(4)),
        result.getLong(5),
        result.getBoolean(6),
        result.getLong(7),
        result.getLong(8),
        result.getDouble(9),
        result.getLong(10),
        Access.valueOf(result.getString(11)),
        result.getString(12).intern());
  }

  /** How many indexes relations have, by the relations' numbers; those that have some. */
  static Map<Long, Integer> indexes(Connection connection, Collection<Long> oids)
      throws SQLException {
    Map<Long, Integer> indexes = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(INDEXES)) {
      statement.setArray(1, array(connection, oids));
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          indexes.put(result.getLong(1), result.getInt(2));
        }
      }
    }
    return indexes;
  }

  /** The columns of relations in their order, by the relations' numbers. */
  static Map<Long, List<Found>> columns(Connection connection, Collection<Long> oids)
      throws SQLException {
    Map<Long, List<Found>> columns = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setArray(1, array(connection, oids));
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          PgColumn column =
              new PgColumn(
                  result.getString(2),
                  result.getInt(3),
                  result.getLong(4),
                  result.getInt(5),
                  result.getInt(6),
                  result.getString(7));
          columns
              .computeIfAbsent(result.getLong(1), oid -> new ArrayList<>())
              .add(new Found(column, result.getBoolean(8)));
        }
      }
    }
    return columns;
  }

  /** Those types and the types that they are made of. */
  static Map<Long, PgType> types(Connection connection, Collection<Long> oids) throws SQLException {
    Map<Long, PgType> types = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(TYPES)) {
      statement.setArray(1, array(connection, oids));
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          long oid = result.getLong(1);
          types.put(
              oid,
              new PgType(
                  oid,
                  result.getString(2),
                  result.getString(3).charAt(0),
                  result.getLong(4),
                  result.getLong(5),
                  result.getInt(6)));
        }
      }
    }
    return types;
  }

  static Array array(Connection connection, Collection<Long> oids) throws SQLException {
    return connection.createArrayOf("bigint", oids.toArray());
  }
}
