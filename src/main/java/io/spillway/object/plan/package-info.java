/** What an export of objects will do: steps, slices, rounds. Values only. */
@NullMarked
package io.spillway.object.plan;

import org.jspecify.annotations.NullMarked;
