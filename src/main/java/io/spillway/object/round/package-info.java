/** The Spark jobs of an export of objects: counting, settling, mirroring, previews. */
@NullMarked
package io.spillway.object.round;

import org.jspecify.annotations.NullMarked;
