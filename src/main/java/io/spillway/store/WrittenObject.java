package io.spillway.store;

/**
 * What a store acknowledged of a write.
 *
 * @param size bytes that the store took, or -1 where its answer does not say (a server-side copy)
 * @param etag the new object's tag without quotes, empty where the store has none or does not tell
 *     it
 * @param opaqueEtag whether the store says that the tag is no digest of the content
 */
public record WrittenObject(long size, String etag, boolean opaqueEtag) {}
