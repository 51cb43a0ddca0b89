/** Writes rows to Parquet files, and reads them back. */
@NullMarked
package io.spillway.parquet;

import org.jspecify.annotations.NullMarked;
