/**
 * The model of sources whose content is objects: a pinned snapshot, its entries, and what differs
 * between two.
 */
@NullMarked
package io.spillway.object;

import org.jspecify.annotations.NullMarked;
