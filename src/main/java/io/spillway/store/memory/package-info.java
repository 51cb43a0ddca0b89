/** An object store in memory, for tests. */
@NullMarked
package io.spillway.store.memory;

import org.jspecify.annotations.NullMarked;
