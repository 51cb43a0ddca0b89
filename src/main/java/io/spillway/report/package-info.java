/**
 * Reports of exports, verifications and ledgers, and their text, JSON and HTML. This package
 * depends on neither a terminal nor Spark.
 */
@NullMarked
package io.spillway.report;

import org.jspecify.annotations.NullMarked;
