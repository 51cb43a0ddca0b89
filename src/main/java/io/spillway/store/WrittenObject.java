package io.spillway.store;

/**
 * The result of a write, as a store acknowledged it.
 *
 * @param size the number of bytes that the store took, or -1 if its answer does not report it (a
 *     server-side copy)
 * @param etag the new object's tag without quotes; empty if the store has none or does not report
 *     it
 * @param opaqueEtag whether the store states that the tag is not a digest of the content
 */
public record WrittenObject(long size, String etag, boolean opaqueEtag) {}
