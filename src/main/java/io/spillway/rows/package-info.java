/** The model of sources whose content is rows: tables, types, splits. */
@NullMarked
package io.spillway.rows;

import org.jspecify.annotations.NullMarked;
