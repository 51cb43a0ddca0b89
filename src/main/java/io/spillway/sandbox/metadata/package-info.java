/** The writer of metadata files (ranges and metaranges) in the format of lakeFS. */
@NullMarked
package io.spillway.sandbox.metadata;

import org.jspecify.annotations.NullMarked;
