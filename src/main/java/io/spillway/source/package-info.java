/** The source of an export: a snapshot, cut into splits that workers read alone. */
@NullMarked
package io.spillway.source;

import org.jspecify.annotations.NullMarked;
