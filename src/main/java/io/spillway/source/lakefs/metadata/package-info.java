/** The reader of the metadata files (metaranges and ranges) of a lakeFS repository. */
@NullMarked
package io.spillway.source.lakefs.metadata;

import org.jspecify.annotations.NullMarked;
