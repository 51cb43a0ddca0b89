/** Moves one object and proves that it arrived. */
@NullMarked
package io.spillway.object.copy;

import org.jspecify.annotations.NullMarked;
