/** Objects as files of a file system, through java.nio. */
@NullMarked
package io.spillway.store.file;

import org.jspecify.annotations.NullMarked;
