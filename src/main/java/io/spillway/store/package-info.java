/** The {@link io.spillway.store.ObjectStore} port and the stores behind it. */
@NullMarked
package io.spillway.store;

import org.jspecify.annotations.NullMarked;
