package io.spillway.source.postgres;

import io.spillway.source.postgres.Relation.Access;
import io.spillway.source.postgres.Relation.Kind;
import io.spillway.source.postgres.decode.PgColumn;
import io.spillway.source.postgres.decode.PgType;
import io.spillway.source.postgres.decode.PgType.Attribute;
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
import java.util.Optional;
import java.util.Set;

/** The queries of the catalogue. Their number does not depend on the number of tables. */
final class CatalogueQueries {
  private static final String OUR_SCHEMAS =
      "n.nspname operator(pg_catalog.<>)"
          + " all (array['pg_catalog', 'information_schema', 'pg_toast']::pg_catalog.name[])"
          + " and n.nspname operator(pg_catalog.!~) '^pg_(toast_)?temp_'";

  private static final String SCHEMAS =
      "select n.nspname from pg_catalog.pg_namespace n where " + OUR_SCHEMAS + " order by 1";

  // A query of the parent no longer includes a partition that is being detached. The privilege
  // functions see the present state, not the snapshot, and return null for a relation that was
  // dropped since.
  private static final String RELATIONS =
      """
      select c.oid, n.nspname, c.relname, c.relkind, i.inhparent,
             c.relkind operator(pg_catalog.=) any (array['r', 'm']::pg_catalog."char"[])
               and m.amname operator(pg_catalog.=) 'heap',
             c.relpages, t.relpages, c.reltuples,
             pg_catalog.pg_stat_get_live_tuples(c.oid),
             pg_catalog.has_schema_privilege(n.oid, 'USAGE'),
             pg_catalog.has_table_privilege(c.oid, 'SELECT'),
             pg_catalog.has_any_column_privilege(c.oid, 'SELECT'),
             case when c.relrowsecurity and pg_catalog.row_security_active(c.oid)
                    then 'row-level security would hide rows of it from this role; BYPASSRLS would show them'
                  when c.relpersistence operator(pg_catalog.=) 'u'
                       and pg_catalog.pg_is_in_recovery()
                    then 'it is unlogged, and a standby has no rows of it'
                  when c.relkind operator(pg_catalog.=) 'm' and not c.relispopulated
                    then 'it has no rows before its first REFRESH MATERIALIZED VIEW'
                  else '' end,
             i.inhdetachpending
        from pg_catalog.pg_class c
        join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace
        left join pg_catalog.pg_class t on t.oid operator(pg_catalog.=) c.reltoastrelid
        left join pg_catalog.pg_am m on m.oid operator(pg_catalog.=) c.relam
        left join pg_catalog.pg_inherits i
          on i.inhrelid operator(pg_catalog.=) c.oid and c.relispartition
       where c.relkind
               operator(pg_catalog.=) any (array['r', 'p', 'v', 'm', 'f']::pg_catalog."char"[])
             and\s"""
          + OUR_SCHEMAS;

  private static final String HEIRS =
      """
      select distinct i.inhparent
        from pg_catalog.pg_inherits i
        join pg_catalog.pg_class c on c.oid operator(pg_catalog.=) i.inhparent
       where c.relkind operator(pg_catalog.=) any (array['r', 'f']::pg_catalog."char"[])""";

  private static final String INDEXES =
      """
      select i.indrelid, pg_catalog.count(*)
        from pg_catalog.pg_index i
       where i.indrelid operator(pg_catalog.=) any (?::pg_catalog.oid[])
       group by 1""";

  private static final String COLUMNS =
      """
      select a.attrelid, a.attname, a.attnum, a.atttypid, a.atttypmod, a.attndims,
             pg_catalog.format_type(a.atttypid, a.atttypmod),
             pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'SELECT')
        from pg_catalog.pg_attribute a
       where a.attrelid operator(pg_catalog.=) any (?::pg_catalog.oid[])
             and a.attnum operator(pg_catalog.>) 0 and not a.attisdropped
       order by a.attrelid, a.attnum""";

  private static final String TRUE_ARRAY =
      "t.typsubscript operator(pg_catalog.=)"
          + " 'pg_catalog.array_subscript_handler'::pg_catalog.regproc";

  private static final String TYPES =
      """
      with recursive needed (oid) as (
        select pg_catalog.unnest(?::pg_catalog.oid[])
        union
        select below.oid
          from needed
          join pg_catalog.pg_type t on t.oid operator(pg_catalog.=) needed.oid
         cross join lateral (
               select t.typbasetype as oid where t.typtype operator(pg_catalog.=) 'd'
               union all
               select t.typelem where <true array>
               union all
               select a.atttypid
                 from pg_catalog.pg_attribute a
                where t.typtype operator(pg_catalog.=) 'c'
                      and a.attrelid operator(pg_catalog.=) t.typrelid
                      and a.attnum operator(pg_catalog.>) 0 and not a.attisdropped) below)
      select t.oid, pg_catalog.format_type(t.oid, null), t.typtype,
             case when <true array> then t.typelem end, t.typbasetype, t.typtypmod, t.typdelim,
             case when t.typtype operator(pg_catalog.=) 'c' then t.typrelid end
        from needed
        join pg_catalog.pg_type t on t.oid operator(pg_catalog.=) needed.oid"""
          .replace("<true array>", TRUE_ARRAY);

  private static final String ATTRIBUTES =
      """
      select a.attrelid, a.attname, a.atttypid, a.atttypmod, a.attndims
        from pg_catalog.pg_attribute a
       where a.attrelid operator(pg_catalog.=) any (?::pg_catalog.oid[])
             and a.attnum operator(pg_catalog.>) 0 and not a.attisdropped
       order by a.attrelid, a.attnum""";

  /**
   * A column, and whether this role may read it.
   *
   * @param column definition in the catalogue
   * @param hasUtf8Name whether SQL can contain its name
   * @param readable whether the role may read it; empty if the column was dropped since the
   *     snapshot
   */
  record Found(PgColumn column, boolean hasUtf8Name, Optional<Boolean> readable) {}

  private CatalogueQueries() {}

  /** Reads all relations that could be exported. */
  static Catalogue read(Connection connection) throws SQLException {
    Set<String> schemas = new HashSet<>();
    List<Relation> relations = new ArrayList<>();
    Set<Long> detached = new HashSet<>();
    Set<Long> heirs = new HashSet<>();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet result =
          statement.executeQuery(CatalogueName.query(connection, SCHEMAS, "n.nspname"))) {
        while (result.next()) {
          schemas.add(CatalogueName.read(result, 1).text());
        }
      }
      try (ResultSet result =
          statement.executeQuery(
              CatalogueName.query(connection, RELATIONS, "n.nspname", "c.relname"))) {
        while (result.next()) {
          Relation relation = relation(result);
          relations.add(relation);
          if (result.getBoolean(15)) {
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
    long oid = result.getLong(1);
    CatalogueName schema = CatalogueName.read(result, 2);
    CatalogueName name = CatalogueName.read(result, 3);
    String obstacle = result.getString(14).intern();
    if (!schema.isUtf8() || !name.isUtf8()) {
      obstacle = "its name, or that of its schema, " + CatalogueName.OBSTACLE;
    }
    return new Relation(
        oid,
        schema.text().intern(),
        name.isUtf8() ? name.text() : name.text() + " (OID " + oid + ")",
        Kind.of(result.getString(4)),
        result.getLong(5),
        result.getBoolean(6),
        result.getLong(7),
        result.getLong(8),
        result.getDouble(9),
        result.getLong(10),
        access(result),
        obstacle);
  }

  private static Access access(ResultSet result) throws SQLException {
    Optional<Boolean> schema = answer(result, 11);
    Optional<Boolean> table = answer(result, 12);
    Optional<Boolean> column = answer(result, 13);
    if (schema.isEmpty() || table.isEmpty() || column.isEmpty()) {
      return Access.DROPPED;
    }
    if (!schema.get()) {
      return Access.NO_SCHEMA;
    }
    return table.get() ? Access.ALL : column.get() ? Access.COLUMNS : Access.NONE;
  }

  /**
   * Returns the result of a privilege function of the server; empty if the relation no longer
   * exists.
   */
  private static Optional<Boolean> answer(ResultSet result, int column) throws SQLException {
    boolean yes = result.getBoolean(column);
    return result.wasNull() ? Optional.empty() : Optional.of(yes);
  }

  /**
   * Returns the number of indexes of each relation, by OID. Relations without indexes are absent.
   */
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

  /** Returns the columns of each relation in order, by the relation's OID. */
  static Map<Long, List<Found>> columns(Connection connection, Collection<Long> oids)
      throws SQLException {
    Map<Long, List<Found>> columns = new HashMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            CatalogueName.query(
                connection,
                COLUMNS,
                "a.attname",
                "pg_catalog.format_type(a.atttypid, a.atttypmod)"))) {
      statement.setArray(1, array(connection, oids));
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          CatalogueName name = CatalogueName.read(result, 2);
          PgColumn column =
              new PgColumn(
                  name.text(),
                  result.getInt(3),
                  result.getLong(4),
                  result.getInt(5),
                  result.getInt(6),
                  CatalogueName.read(result, 7).text());
          columns
              .computeIfAbsent(result.getLong(1), oid -> new ArrayList<>())
              .add(new Found(column, name.isUtf8(), answer(result, 8)));
        }
      }
    }
    return columns;
  }

  /** Returns the given types and all types that they are composed of, by OID. */
  static Map<Long, PgType> types(Connection connection, Collection<Long> oids) throws SQLException {
    Map<Long, PgType> types = new HashMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            CatalogueName.query(connection, TYPES, "pg_catalog.format_type(t.oid, null)"))) {
      statement.setArray(1, array(connection, oids));
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          PgType type = type(result);
          types.put(type.oid(), type);
        }
      }
    }
    Set<Long> unnamed = new HashSet<>();
    Map<Long, List<Attribute>> attributes = attributes(connection, types.values(), unnamed);
    types.replaceAll(
        (oid, type) ->
            unnamed.contains(type.relation())
                ? type.asText()
                : type.with(attributes.getOrDefault(type.relation(), List.of())));
    return types;
  }

  private static PgType type(ResultSet result) throws SQLException {
    return new PgType(
        result.getLong(1),
        CatalogueName.read(result, 2).text(),
        result.getString(3).charAt(0),
        result.getLong(4),
        result.getLong(5),
        result.getInt(6),
        result.getString(7).charAt(0),
        result.getLong(8),
        List.of());
  }

  /**
   * Returns the attributes of composite types by their relations.
   *
   * @param unnamed receives the relations that have a name that is not UTF-8
   */
  private static Map<Long, List<Attribute>> attributes(
      Connection connection, Collection<PgType> types, Set<Long> unnamed) throws SQLException {
    List<Long> relations =
        types.stream().map(PgType::relation).filter(relation -> relation != 0).toList();
    Map<Long, List<Attribute>> attributes = new HashMap<>();
    if (relations.isEmpty()) {
      return attributes;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(CatalogueName.query(connection, ATTRIBUTES, "a.attname"))) {
      statement.setArray(1, array(connection, relations));
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          CatalogueName name = CatalogueName.read(result, 2);
          if (!name.isUtf8()) {
            unnamed.add(result.getLong(1));
          }
          attributes
              .computeIfAbsent(result.getLong(1), oid -> new ArrayList<>())
              .add(
                  new Attribute(
                      name.text(), result.getLong(3), result.getInt(4), result.getInt(5)));
        }
      }
    }
    return attributes;
  }

  static Array array(Connection connection, Collection<Long> oids) throws SQLException {
    return connection.createArrayOf("bigint", oids.toArray());
  }
}
