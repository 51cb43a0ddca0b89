/**
 * Reports of exports, verifications and ledgers, and their text, JSON and HTML. Knows neither a
 * terminal nor Spark.
 */
@NullMarked
package io.spillway.report;

import org.jspecify.annotations.NullMarked;
