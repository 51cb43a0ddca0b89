/** The client of a lakeFS server: REST calls, presigned links, error messages. */
@NullMarked
package io.spillway.source.lakefs.api;

import org.jspecify.annotations.NullMarked;
