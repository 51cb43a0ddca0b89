/** A small embedded lakeFS for first runs and tests. */
@NullMarked
package io.spillway.sandbox;

import org.jspecify.annotations.NullMarked;
