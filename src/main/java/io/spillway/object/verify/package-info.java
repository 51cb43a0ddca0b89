/** The comparison of a destination with a commit, object by object. */
@NullMarked
package io.spillway.object.verify;

import org.jspecify.annotations.NullMarked;
