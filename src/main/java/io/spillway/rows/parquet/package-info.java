/** Rows to Parquet files and back, and the checksums of their columns. */
@NullMarked
package io.spillway.rows.parquet;

import org.jspecify.annotations.NullMarked;
