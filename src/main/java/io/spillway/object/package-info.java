/**
 * The model of sources whose content is objects: a pinned snapshot, its entries, and the
 * differences between two snapshots.
 */
@NullMarked
package io.spillway.object;

import org.jspecify.annotations.NullMarked;
