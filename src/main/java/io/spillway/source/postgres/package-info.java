/** A Postgres database as a source of rows. */
@NullMarked
package io.spillway.source.postgres;

import org.jspecify.annotations.NullMarked;
