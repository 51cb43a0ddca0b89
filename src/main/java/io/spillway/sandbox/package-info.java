/** What the first runs begin with: an embedded lakeFS, and a shop in an embedded Postgres. */
@NullMarked
package io.spillway.sandbox;

import org.jspecify.annotations.NullMarked;
