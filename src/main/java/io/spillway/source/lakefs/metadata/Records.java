package io.spillway.source.lakefs.metadata;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.spillway.base.Bytes;
import io.spillway.object.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A decoder of the records of lakeFS's metadata files. A value is {@code varint length, identity,
 * varint length, data}, with both lengths zig-zag coded (Go's {@code binary.PutVarint}). The data
 * is a protobuf message: {@code catalog.Entry} in a range and {@code committed.RangeData} in a
 * metarange.
 *
 * <p>Source: lakeFS, {@code pkg/graveler/committed/value.go}, {@code pkg/catalog/catalog.proto},
 * {@code committed.proto}.
 */
final class Records {
  private static final Pattern RANGE_ID = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://");
  private static final int ADDRESS_IS_RELATIVE = 1;
  private static final int ADDRESS_IS_FULL = 2;

  private Records() {}

  /** Returns the entry of one record of a range. */
  static Entry entry(byte[] key, byte[] value) throws IOException {
    Value parts = Value.of(value);
    CodedInputStream in = parts.data();
    String address = "";
    int addressType = 0;
    long modified = 0;
    long size = 0;
    String checksum = "";
    String contentType = "";
    Map<String, String> metadata = Map.of();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> address = in.readStringRequireUtf8();
        case 2 -> modified = seconds(nested(in));
        case 3 -> size = in.readInt64();
        case 4 -> checksum = in.readStringRequireUtf8();
        case 5 -> {
          metadata = metadata.isEmpty() ? new HashMap<>() : metadata;
          putPair(metadata, nested(in));
        }
        case 6 -> addressType = in.readEnum();
        case 7 -> contentType = in.readStringRequireUtf8();
        default -> in.skipField(tag);
      }
    }
    if (address.isEmpty() || size < 0) {
      throw new IOException("a record has " + (size < 0 ? "a negative size" : "no address"));
    }
    return new Entry(
        Bytes.of(key),
        address,
        isRelative(addressType, address),
        size,
        checksum,
        modified,
        metadata,
        contentType,
        parts.identity());
  }

  /**
   * Returns the range of one record of a metarange. The key of the record is the range's last key,
   * which the value contains too.
   */
  static RangeInfo range(byte[] key, byte[] value) throws IOException {
    Value parts = Value.of(value);
    CodedInputStream in = parts.data();
    Bytes minKey = Bytes.EMPTY;
    Bytes maxKey = Bytes.of(key);
    long estimatedSize = 0;
    long count = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> minKey = Bytes.of(in.readByteArray());
        case 2 -> maxKey = Bytes.of(in.readByteArray());
        case 3 -> estimatedSize = in.readUInt64();
        case 4 -> count = in.readInt64();
        default -> in.skipField(tag);
      }
    }
    String id = new String(parts.identity().array(), StandardCharsets.US_ASCII);
    boolean ordered = minKey.length() > 0 && minKey.compareTo(maxKey) <= 0;
    if (!RANGE_ID.matcher(id).matches()
        || count <= 0
        || !ordered
        || !maxKey.equals(Bytes.of(key))) {
      throw new IOException("a record is not a range of lakeFS");
    }
    return new RangeInfo(id, minKey, maxKey, count, estimatedSize);
  }

  private static boolean isRelative(int type, String address) throws IOException {
    return switch (type) {
      case ADDRESS_IS_RELATIVE -> true;
      case ADDRESS_IS_FULL -> false;
      // Written before address types existed: lakeFS derives the type from the form of the address,
      // and so does this method.
      case 0 -> !SCHEME.matcher(address).lookingAt();
      default -> throw new IOException("a record has the unknown address type " + type);
    };
  }

  private static CodedInputStream nested(CodedInputStream in) throws IOException {
    return CodedInputStream.newInstance(in.readByteArray());
  }

  private static long seconds(CodedInputStream in) throws IOException {
    long seconds = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == 1) {
        seconds = in.readInt64();
      } else {
        in.skipField(tag);
      }
    }
    return seconds;
  }

  private static void putPair(Map<String, String> map, CodedInputStream in) throws IOException {
    String name = "";
    String value = "";
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> name = in.readStringRequireUtf8();
        case 2 -> value = in.readStringRequireUtf8();
        default -> in.skipField(tag);
      }
    }
    map.put(name, value);
  }

  private record Value(Bytes identity, CodedInputStream data) {
    static Value of(byte[] value) throws IOException {
      CodedInputStream in = CodedInputStream.newInstance(value);
      byte[] identity = in.readRawBytes(length(in));
      int length = length(in);
      int start = in.getTotalBytesRead();
      if (length > value.length - start) {
        throw new IOException("a record ends early");
      }
      return new Value(Bytes.of(identity), CodedInputStream.newInstance(value, start, length));
    }

    private static int length(CodedInputStream in) throws IOException {
      long length = in.readSInt64();
      if (length < 0 || length > Integer.MAX_VALUE) {
        throw new IOException("a record has the impossible length " + length);
      }
      return (int) length;
    }
  }
}
