/** Object stores on file systems, through java.nio. */
@NullMarked
package io.spillway.store.file;

import org.jspecify.annotations.NullMarked;
