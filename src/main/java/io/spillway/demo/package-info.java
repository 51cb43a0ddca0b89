/** What lets people try exports: the demos of the command line. */
@NullMarked
package io.spillway.demo;

import org.jspecify.annotations.NullMarked;
