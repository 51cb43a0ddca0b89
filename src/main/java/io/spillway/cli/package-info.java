/** The command line: options, progress on a terminal, and exit codes. */
@NullMarked
package io.spillway.cli;

import org.jspecify.annotations.NullMarked;
