package io.spillway.source.postgres.decode;

import java.io.Serializable;
import java.util.List;

/**
 * A type as the catalogue has it ({@code pg_type}).
 *
 * @param oid its number
 * @param name as {@code format_type} writes it
 * @param kind {@code typtype}: b(ase), c(omposite), d(omain), e(num), p(seudo), r(ange),
 *     m(ultirange)
 * @param element of a true array ({@code typsubscript = array_subscript_handler}): its element's
 *     type; 0 for all others
 * @param base of a domain: the type below it; 0 for all others
 * @param typmod of a domain: that of the type below it; -1 for none
 * @param delimiter {@code typdelim}: stands between values of it in the text of an array
 * @param relation {@code typrelid} of a composite type; 0 for all others
 * @param attributes of a composite type in order; none for all others
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

  public PgType with(List<Attribute> others) {
    return new PgType(oid, name, kind, element, base, typmod, delimiter, relation, others);
  }

  /**
   * An attribute of a composite type.
   *
   * @param type the OID of its type
   */
  public record Attribute(String name, long type) implements Serializable {}
}
