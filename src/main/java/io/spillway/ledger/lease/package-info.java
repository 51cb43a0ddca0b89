/** The right to write to a destination, which one export has at a time. */
@NullMarked
package io.spillway.ledger.lease;

import org.jspecify.annotations.NullMarked;
