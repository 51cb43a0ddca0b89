/** The command line: options, progress on a terminal, exit codes. */
@NullMarked
package io.spillway.cli;

import org.jspecify.annotations.NullMarked;
