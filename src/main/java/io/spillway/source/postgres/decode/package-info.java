/** The types of Postgres: how their values are read, in what format they arrive, and decoders. */
@NullMarked
package io.spillway.source.postgres.decode;

import org.jspecify.annotations.NullMarked;
