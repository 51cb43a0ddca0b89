package io.spillway.destination;

import io.spillway.base.Bytes;

/**
 * An object at a destination's root, as listed.
 *
 * @param name the object's key in a commit
 * @param size in bytes
 * @param etag the store's tag; empty if it has none. Listings do not tell whether it may be the MD5
 *     of the content
 */
public record Found(Bytes name, long size, String etag) {}
