/**
 * The lifecycle of an export: lease, state of the destination, plan, rounds, signature, sweep; and
 * verification.
 */
@NullMarked
package io.spillway.export;

import org.jspecify.annotations.NullMarked;
