/** What holds for the build as a whole: the jar, the launcher, the arrows between packages. */
@NullMarked
package io.spillway.house;

import org.jspecify.annotations.NullMarked;
