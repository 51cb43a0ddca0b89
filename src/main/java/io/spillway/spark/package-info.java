/**
 * The runner of jobs on Spark: one after another or in lanes, observed, and stopped to the last
 * task.
 */
@NullMarked
package io.spillway.spark;

import org.jspecify.annotations.NullMarked;
