/** The types of Postgres: read expressions, wire formats, and decoders. */
@NullMarked
package io.spillway.source.postgres.decode;

import org.jspecify.annotations.NullMarked;
