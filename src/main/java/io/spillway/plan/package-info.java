/** The plan of an export, and its results. */
@NullMarked
package io.spillway.plan;

import org.jspecify.annotations.NullMarked;
