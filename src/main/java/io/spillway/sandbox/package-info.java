/** Embedded sources for first runs and tests: a small lakeFS, and a sample shop in Postgres. */
@NullMarked
package io.spillway.sandbox;

import org.jspecify.annotations.NullMarked;
