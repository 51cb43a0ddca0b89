/** Destinations of rows: a port, its providers, and folders of files. */
@NullMarked
package io.spillway.rows.destination;

import org.jspecify.annotations.NullMarked;
