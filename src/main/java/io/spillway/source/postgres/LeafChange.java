package io.spillway.source.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;

/**
 * What has become of a leaf since the snapshot was taken, that the snapshot does not keep: its rows
 * are gone after a TRUNCATE or a rewrite, and names are the present ones. Plain queries of the
 * catalogue see the snapshot's, and functions of it the present.
 *
 * <p>To be asked in the transaction that has read the leaves, after it has: it holds locks on them,
 * and so nothing can change any more.
 *
 * @param table as users write it
 * @param leaf which
 * @param what became of it, in words for the user
 */
record LeafChange(String table, String leaf, String what) {
  // A row of the catalogue that nobody has changed since has no xmax: names are compared for few.
  private static final String CHANGES =
      """
      with planned as (
        select p.oid::oid, p.quoted, p.leaf, nullif(c.relfilenode, 0) as filenode
          from unnest(?::bigint[], ?::text[], ?::text[]) as p (oid, quoted, leaf)
          left join pg_catalog.pg_class c on c.oid = p.oid::oid),
      present as (
        select p.*, pg_catalog.pg_relation_filenode(p.oid) as present,
               pg_catalog.to_regclass(p.quoted)::oid as named,
               exists (
                 select from pg_catalog.pg_attribute a
                  where a.attrelid = p.oid and a.attnum > 0 and not a.attisdropped
                    and a.xmax::text <> '0' and a.attname = any (?::name[])
                    and (select o.object_names[3]
                           from pg_catalog.pg_identify_object_as_address(
                                'pg_catalog.pg_class'::regclass::oid, a.attrelid, a.attnum::int) o)
                        is distinct from a.attname::text) as altered
          from planned p)
      select leaf,
             case when filenode is not null and present is null then 'was dropped'
                  when filenode is distinct from present then 'was truncated or rewritten'
                  when named is null then 'was dropped or renamed'
                  when named <> oid then 'was replaced by another of its name'
                  else 'has columns that were renamed or dropped' end
        from present
       where filenode is distinct from present or named is distinct from oid or altered
       limit 1""";

  // What a view is made of, and what that is made of. A materialized view has rows of its own.
  private static final String CHANGES_BELOW =
      """
      with recursive part (oid) as (
        select pg_catalog.unnest(?::bigint[])::oid
        union
        select below.oid
          from part
          join pg_catalog.pg_class c on c.oid = part.oid
         cross join lateral (
               select d.refobjid as oid
                 from pg_catalog.pg_rewrite r
                 join pg_catalog.pg_depend d
                   on d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = r.oid
                where r.ev_class = part.oid and c.relkind = 'v'
                  and d.refclassid = 'pg_catalog.pg_class'::regclass
               union all
               select i.inhrelid from pg_catalog.pg_inherits i where i.inhparent = part.oid
               ) below)
      select n.nspname || '.' || c.relname,
             case when c.relkind = 'v' then 'was defined anew'
                  else 'was dropped, truncated or rewritten' end
        from part
        join pg_catalog.pg_class c on c.oid = part.oid
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       where nullif(c.relfilenode, 0) is distinct from pg_catalog.pg_relation_filenode(c.oid)
          or exists (select from pg_catalog.pg_rewrite r
                      where r.ev_class = c.oid and c.relkind = 'v' and r.xmax::text <> '0')
       limit 1""";

  /** The first leaf that is no longer what it was. */
  static Optional<LeafChange> firstOf(Connection connection, Batch batch) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CHANGES)) {
      statement.setArray(1, array(connection, "bigint", batch, Leaf::oid));
      statement.setArray(2, array(connection, "text", batch, Leaf::quoted));
      statement.setArray(3, array(connection, "text", batch, Leaf::plain));
      Object[] columns = batch.query().columns().stream().map(one -> one.column().name()).toArray();
      statement.setArray(4, connection.createArrayOf("text", columns));
      Optional<LeafChange> own = change(statement, batch);
      return own.isPresent() || batch.query().isTable() ? own : below(connection, batch);
    }
  }

  private static Optional<LeafChange> below(Connection connection, Batch batch)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CHANGES_BELOW)) {
      statement.setArray(1, array(connection, "bigint", batch, Leaf::oid));
      return change(statement, batch);
    }
  }

  private static Array array(
      Connection connection, String type, Batch batch, Function<Leaf, Object> value)
      throws SQLException {
    Object[] values = batch.ranges().stream().map(LeafRange::leaf).map(value).toArray();
    return connection.createArrayOf(type, values);
  }

  private static Optional<LeafChange> change(PreparedStatement statement, Batch batch)
      throws SQLException {
    try (ResultSet result = statement.executeQuery()) {
      return result.next()
          ? Optional.of(
              new LeafChange(batch.query().name(), result.getString(1), result.getString(2)))
          : Optional.empty();
    }
  }

  /** As a sentence. */
  String message() {
    return "Table "
        + table
        + ": "
        + leaf
        + " "
        + what
        + " since the snapshot was taken, and what it was cannot be read any more. Export again.";
  }
}
