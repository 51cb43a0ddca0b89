package io.spillway.source.lakefs.metadata;

import io.spillway.base.Bytes;
import java.io.Serializable;

/**
 * One range of a metarange: a file of entries, all keys between two keys.
 *
 * @param id 64 hexadecimal digits, the name of its file
 * @param minKey its first key
 * @param maxKey its last key
 * @param count entries
 * @param estimatedSize bytes, roughly
 */
public record RangeInfo(String id, Bytes minKey, Bytes maxKey, long count, long estimatedSize)
    implements Serializable {}
