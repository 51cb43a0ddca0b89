/** The demos of the command line: exports to try. */
@NullMarked
package io.spillway.demo;

import org.jspecify.annotations.NullMarked;
