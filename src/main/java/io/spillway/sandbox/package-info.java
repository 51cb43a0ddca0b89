/** An embedded lakeFS for the quickstart and the tests. */
@NullMarked
package io.spillway.sandbox;

import org.jspecify.annotations.NullMarked;
