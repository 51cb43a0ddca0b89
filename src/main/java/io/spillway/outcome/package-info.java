/** Results of exports: counts, costs, failures. Values only. */
@NullMarked
package io.spillway.outcome;

import org.jspecify.annotations.NullMarked;
