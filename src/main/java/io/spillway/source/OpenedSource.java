package io.spillway.source;

import io.spillway.rows.RowSource;
import java.util.function.Supplier;

/**
 * A source that a request names, not yet asked for anything.
 *
 * @param name as reports and ledgers name it, without secrets
 * @param pin connects and pins a state, which the caller closes
 */
public record OpenedSource(String name, Supplier<RowSource> pin) {}
