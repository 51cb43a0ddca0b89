/** The model of sources that consist of rows: tables, types, splits. */
@NullMarked
package io.spillway.rows;

import org.jspecify.annotations.NullMarked;
