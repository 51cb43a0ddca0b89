package io.spillway.source.postgres;

/**
 * How large a leaf is.
 *
 * @param leaf which
 * @param pages that its rows lie in, 0 where that is not known
 * @param bytes of those and of its long values
 * @param canBeCut whether ranges of its pages can be read apart
 */
record Extent(Leaf leaf, long pages, long bytes, boolean canBeCut) {}
