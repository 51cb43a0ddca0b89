package io.spillway.source.lakefs.metadata;

import io.spillway.base.Bytes;
import java.io.Serializable;

/**
 * One range of a metarange: a file with all entries between two keys.
 *
 * @param id 64 hexadecimal digits, the name of the file
 * @param minKey the first key
 * @param maxKey the last key
 * @param count the number of entries
 * @param estimatedSize the approximate size in bytes
 */
public record RangeInfo(String id, Bytes minKey, Bytes maxKey, long count, long estimatedSize)
    implements Serializable {}
