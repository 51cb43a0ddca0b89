package io.spillway.store;

/**
 * What a store says of one object.
 *
 * @param key the whole key in its container
 * @param size bytes
 * @param etag the store's tag of this version without quotes, empty where the store has none
 * @param opaqueEtag whether the store says that the tag is no digest of the content (S3: KMS or
 *     customer keys)
 * @param attributes content type and user metadata; {@link Attributes#NONE} in listings
 */
public record StoredObject(
    String key, long size, String etag, boolean opaqueEtag, Attributes attributes) {}
