/** Makes a destination equal to one exact state of a source, on Spark. */
@NullMarked
package io.spillway;

import org.jspecify.annotations.NullMarked;
