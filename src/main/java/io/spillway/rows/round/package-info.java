/** The jobs of an export of rows: write files, mark tables as whole, verify. */
@NullMarked
package io.spillway.rows.round;

import org.jspecify.annotations.NullMarked;
