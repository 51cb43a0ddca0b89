/**
 * The lifecycle of an export and verification. An export takes the lease, reads the destination's
 * state, plans, runs rounds, signs and sweeps.
 */
@NullMarked
package io.spillway.export;

import org.jspecify.annotations.NullMarked;
