/**
 * The {@link io.spillway.store.ObjectStore} interface. Its subpackages hold the implementations:
 * S3, files, Hadoop, memory.
 */
@NullMarked
package io.spillway.store;

import org.jspecify.annotations.NullMarked;
