package io.spillway.store;

/**
 * The metadata of one object, as a store reports it.
 *
 * @param key the whole key in its container
 * @param size bytes
 * @param etag the store's tag of this version without quotes; empty if the store has none
 * @param opaqueEtag whether the store states that the tag is not a digest of the content (S3: KMS
 *     or customer keys)
 * @param attributes content type and user metadata; {@link Attributes#NONE} in listings
 */
public record StoredObject(
    String key, long size, String etag, boolean opaqueEtag, Attributes attributes) {}
