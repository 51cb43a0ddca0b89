/** The {@link io.spillway.store.ObjectStore} port; below it the stores: S3, files, memory. */
@NullMarked
package io.spillway.store;

import org.jspecify.annotations.NullMarked;
