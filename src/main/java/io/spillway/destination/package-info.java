/** The destination of an export and its signature. */
@NullMarked
package io.spillway.destination;

import org.jspecify.annotations.NullMarked;
