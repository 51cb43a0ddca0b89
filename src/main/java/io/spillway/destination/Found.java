package io.spillway.destination;

import io.spillway.base.Bytes;

/**
 * An object at a destination's root, as its listing has it.
 *
 * @param name what a commit would call it
 * @param size bytes
 * @param etag the store's tag, empty where it has none; whether it may be the MD5 of the content is
 *     not listed
 */
public record Found(Bytes name, long size, String etag) {}
