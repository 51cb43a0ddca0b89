/** Rows to Parquet files and back. */
@NullMarked
package io.spillway.parquet;

import org.jspecify.annotations.NullMarked;
