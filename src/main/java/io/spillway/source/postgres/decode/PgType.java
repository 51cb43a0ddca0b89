package io.spillway.source.postgres.decode;

import java.io.Serializable;
import java.util.List;

/**
 * A type as the catalogue describes it ({@code pg_type}).
 *
 * @param oid OID of the type
 * @param name name as {@code format_type} prints it
 * @param kind {@code typtype}: b(ase), c(omposite), d(omain), e(num), p(seudo), r(ange),
 *     m(ultirange)
 * @param element element type of a true array ({@code typsubscript = array_subscript_handler}); 0
 *     for all other types
 * @param base base type of a domain; 0 for all other types
 * @param typmod type modifier of a domain's base type; -1 for none
 * @param delimiter {@code typdelim}: the separator between values of the type in array text
 * @param relation {@code typrelid} of a composite type; 0 for all other types
 * @param attributes attributes of a composite type, in order; empty for all other types
 */
public record PgType(
    long oid,
    String name,
    char kind,
    long element,
    long base,
    int typmod,
    char delimiter,
    long relation,
    List<Attribute> attributes)
    implements Serializable {
  public PgType {
    attributes = List.copyOf(attributes);
  }

  /** Returns a copy without a structure, whose values are text. */
  public PgType asText() {
    return new PgType(oid, name, 'b', 0, 0, -1, delimiter, 0, List.of());
  }

  public PgType with(List<Attribute> others) {
    return new PgType(oid, name, kind, element, base, typmod, delimiter, relation, others);
  }

  /**
   * An attribute of a composite type.
   *
   * @param name name of the attribute
   * @param type OID of its type
   * @param typmod {@code atttypmod}; -1 for none
   * @param dimensions {@code attndims}
   */
  public record Attribute(String name, long type, int typmod, int dimensions)
      implements Serializable {}
}
