package io.spillway.source.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;

/**
 * A change to a leaf that the snapshot does not protect against. After a TRUNCATE or a rewrite the
 * rows are gone, and names resolve as of now. Plain queries of the catalogue see the snapshot;
 * catalogue functions see the present.
 *
 * <p>The check runs twice in the transaction that reads. It runs before the read, after the leaves
 * are locked, so that no code of another relation that replaced a leaf is run. It runs again after
 * the read, since a schema can still be renamed, and a composite type altered, under the locks.
 *
 * @param table name of the table, as users write it
 * @param leaf name of the changed leaf
 * @param what description of the change, in words for the user
 */
record LeafChange(String table, String leaf, String what) {
  // A catalogue row that is unchanged since has no xmax, so only few names are compared.
  private static final String RENAMED =
      """
      a.attnum operator(pg_catalog.>) 0 and not a.attisdropped
      and a.xmax operator(pg_catalog.<>) '0'::pg_catalog.xid
      and not coalesce(
        (select o.object_names[3]
           from pg_catalog.pg_identify_object_as_address(
             'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, a.attrelid,
             a.attnum::pg_catalog.int4) o)
        operator(pg_catalog.=) a.attname::pg_catalog.text, false)
      """;

  private static final String CHANGES =
      """
      with planned as (
        select p.oid::pg_catalog.oid as oid, p.quoted, p.leaf,
               case when c.relfilenode operator(pg_catalog.<>) 0::pg_catalog.oid
                    then c.relfilenode end as filenode,
               case when c.relkind operator(pg_catalog.=) 'v' then 'view'
                    when c.relkind operator(pg_catalog.=) 'm' then 'materialized view'
                    when c.relkind operator(pg_catalog.=) 'f' then 'foreign table'
                    else 'table' end as kind
          from rows from (
                 pg_catalog.unnest(?::pg_catalog.int8[]),
                 pg_catalog.unnest(?::pg_catalog.text[]),
                 pg_catalog.unnest(?::pg_catalog.text[])) as p (oid, quoted, leaf)
          left join pg_catalog.pg_class c
            on c.oid operator(pg_catalog.=) p.oid::pg_catalog.oid),
      present as (
        select p.*, pg_catalog.pg_relation_filenode(p.oid) as present,
               pg_catalog.to_regclass(p.quoted)::pg_catalog.oid as named,
               (select o.type
                  from pg_catalog.pg_identify_object(
                    'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, p.oid, 0) o)
                 as present_kind,
               exists (
                 select from pg_catalog.pg_attribute a
                  where a.attrelid operator(pg_catalog.=) p.oid
                    and a.attname operator(pg_catalog.=) any (?::pg_catalog.name[])
                    and <renamed>) as altered,
               exists (
                 select from pg_catalog.pg_attribute a
                  where a.attrelid operator(pg_catalog.=) any (?::pg_catalog.oid[])
                    and <renamed>) as types_altered
          from planned p),
      changes as (
        select leaf,
               case when present_kind operator(pg_catalog.<>) all (array['relation', kind])
                      then pg_catalog.format('became a %s', present_kind)
                    when filenode is not null and present is null then 'was dropped'
                    when filenode operator(pg_catalog.<>) present
                         or (filenode is null and present is not null)
                      then 'was truncated or rewritten'
                    when named is null then 'was dropped or renamed'
                    when named operator(pg_catalog.<>) oid
                      then 'was replaced by another of its name'
                    when altered then 'has columns that were renamed or dropped'
                    when types_altered
                      then 'has composite values whose attributes were renamed or dropped'
               end as what
          from present)
      select leaf, what from changes where what is not null limit 1\
      """
          .replace("<renamed>", RENAMED);

  // Covers the relations that a view reads, at any depth. A materialized view has its own rows.
  private static final String CHANGES_BELOW =
      """
      with recursive part (oid) as (
        select p.oid::pg_catalog.oid from pg_catalog.unnest(?::pg_catalog.int8[]) as p (oid)
        union
        select below.oid
          from part
          join pg_catalog.pg_class c on c.oid operator(pg_catalog.=) part.oid
         cross join lateral (
               select d.refobjid as oid
                 from pg_catalog.pg_rewrite r
                 join pg_catalog.pg_depend d
                   on d.classid operator(pg_catalog.=)
                        'pg_catalog.pg_rewrite'::pg_catalog.regclass::pg_catalog.oid
                      and d.objid operator(pg_catalog.=) r.oid
                where r.ev_class operator(pg_catalog.=) part.oid
                  and c.relkind operator(pg_catalog.=) 'v'
                  and d.refclassid operator(pg_catalog.=)
                        'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid
               union all
               select i.inhrelid
                 from pg_catalog.pg_inherits i
                where i.inhparent operator(pg_catalog.=) part.oid
               ) below),
      present as (
        select c.*, pg_catalog.pg_relation_filenode(c.oid) as present,
               case when c.relfilenode operator(pg_catalog.<>) 0::pg_catalog.oid
                    then c.relfilenode end as filenode
          from part
          join pg_catalog.pg_class c on c.oid operator(pg_catalog.=) part.oid)
      select pg_catalog.format('%s.%s', n.nspname, c.relname),
             case when c.relkind operator(pg_catalog.=) 'v' then 'was defined anew'
                  else 'was dropped, truncated or rewritten' end
        from present c
        join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace
       where c.filenode operator(pg_catalog.<>) c.present
          or (c.filenode is null) operator(pg_catalog.<>) (c.present is null)
          or exists (select from pg_catalog.pg_rewrite r
                      where r.ev_class operator(pg_catalog.=) c.oid
                        and c.relkind operator(pg_catalog.=) 'v'
                        and r.xmax operator(pg_catalog.<>) '0'::pg_catalog.xid)
       limit 1\
      """;

  /**
   * Returns the first leaf that has changed since the snapshot. Checks only the leaves themselves,
   * not the relations below a view.
   */
  static Optional<LeafChange> ofLeaves(Connection connection, CopyStatement batch)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CHANGES)) {
      statement.setArray(1, array(connection, "bigint", batch, Leaf::oid));
      statement.setArray(2, array(connection, "text", batch, Leaf::quoted));
      statement.setArray(3, array(connection, "text", batch, Leaf::plain));
      Object[] columns = batch.query().columns().stream().map(one -> one.column().name()).toArray();
      statement.setArray(4, connection.createArrayOf("text", columns));
      Object[] composites = batch.query().compositeRelations().toArray();
      statement.setArray(5, connection.createArrayOf("bigint", composites));
      return change(statement, batch);
    }
  }

  /**
   * Returns the first leaf, enum type, or relation below a view that has changed since the
   * snapshot.
   */
  static Optional<LeafChange> firstOf(Connection connection, CopyStatement batch)
      throws SQLException {
    Optional<LeafChange> own = ofLeaves(connection, batch);
    if (own.isPresent()) {
      return own;
    }
    Optional<String> labels = LabelChange.firstOf(connection, batch.query());
    if (labels.isPresent()) {
      return Optional.of(
          new LeafChange(
              batch.query().name(),
              "the enum type " + labels.get(),
              "has labels that were renamed"));
    }
    return batch.query().isTable() ? own : below(connection, batch);
  }

  private static Optional<LeafChange> below(Connection connection, CopyStatement batch)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CHANGES_BELOW)) {
      statement.setArray(1, array(connection, "bigint", batch, Leaf::oid));
      return change(statement, batch);
    }
  }

  private static Array array(
      Connection connection, String type, CopyStatement batch, Function<Leaf, Object> value)
      throws SQLException {
    Object[] values = batch.ranges().stream().map(LeafRange::leaf).map(value).toArray();
    return connection.createArrayOf(type, values);
  }

  private static Optional<LeafChange> change(PreparedStatement statement, CopyStatement batch)
      throws SQLException {
    try (ResultSet result = statement.executeQuery()) {
      return result.next()
          ? Optional.of(
              new LeafChange(batch.query().name(), result.getString(1), result.getString(2)))
          : Optional.empty();
    }
  }

  /** Returns the change as a sentence for the user. */
  String message() {
    return "Table " + table + ": " + reason() + ". Export again.";
  }

  /** Returns the change as the end of a sentence. */
  String reason() {
    return leaf
        + " "
        + what
        + " since the snapshot was taken, and what it was cannot be read any more";
  }
}
