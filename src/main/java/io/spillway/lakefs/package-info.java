/** The lakeFS client: REST calls and the reader of its metadata range files. */
@NullMarked
package io.spillway.lakefs;

import org.jspecify.annotations.NullMarked;
