/** The plan of an export of objects: steps, slices, rounds. Values only. */
@NullMarked
package io.spillway.object.plan;

import org.jspecify.annotations.NullMarked;
