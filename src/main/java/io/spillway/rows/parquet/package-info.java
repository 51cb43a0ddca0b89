/** Writers and readers of Parquet files, and the checksums of their columns. */
@NullMarked
package io.spillway.rows.parquet;

import org.jspecify.annotations.NullMarked;
