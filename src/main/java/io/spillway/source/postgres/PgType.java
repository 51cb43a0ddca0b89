package io.spillway.source.postgres;

import java.io.Serializable;

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
 */
record PgType(long oid, String name, char kind, long element, long base, int typmod)
    implements Serializable {}
