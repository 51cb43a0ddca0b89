package io.spillway.source.postgres;

/**
 * The size of a leaf.
 *
 * @param leaf the measured leaf
 * @param pages number of pages that hold its rows; 0 if unknown
 * @param bytes bytes of those pages and of its long values
 * @param canBeCut whether ranges of its pages can be read separately
 */
record Extent(Leaf leaf, long pages, long bytes, boolean canBeCut) {}
