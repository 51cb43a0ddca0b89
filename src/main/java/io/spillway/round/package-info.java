/** Runs the plan on Spark. */
@NullMarked
package io.spillway.round;

import org.jspecify.annotations.NullMarked;
