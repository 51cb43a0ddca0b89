/** The jobs of a row export: writing files, marking tables as complete, verification. */
@NullMarked
package io.spillway.rows.round;

import org.jspecify.annotations.NullMarked;
