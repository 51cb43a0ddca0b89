/** The copying of single objects, with verification of their arrival. */
@NullMarked
package io.spillway.object.copy;

import org.jspecify.annotations.NullMarked;
