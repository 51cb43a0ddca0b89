/** Moves one object and proves that it arrived. */
@NullMarked
package io.spillway.transfer;

import org.jspecify.annotations.NullMarked;
