/** A lakeFS commit as a source of objects. */
@NullMarked
package io.spillway.source.lakefs;

import org.jspecify.annotations.NullMarked;
