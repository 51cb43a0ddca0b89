package io.spillway.sandbox.metadata;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.spillway.base.Bytes;
import io.spillway.object.Entry;
import io.spillway.source.lakefs.metadata.RangeInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * An encoder of the values in lakeFS's metadata files: {@code varint length, identity, varint
 * length, data}, both lengths zig-zag coded; the data is {@code catalog.Entry} in a range, {@code
 * committed.RangeData} in a metarange.
 *
 * <p>Source: lakeFS, {@code pkg/graveler/committed/value.go}, {@code pkg/catalog/catalog.proto},
 * {@code committed.proto}.
 */
public final class RecordEncoder {
  private static final int ADDRESS_IS_RELATIVE = 1;
  private static final int ADDRESS_IS_FULL = 2;

  private RecordEncoder() {}

  /** Returns the value of an object in a range. */
  public static byte[] entry(Entry entry) {
    byte[] data =
        message(
            out -> {
              out.writeString(1, entry.address());
              out.writeByteArray(2, message(time -> writeInt64(time, 1, entry.modified())));
              writeInt64(out, 3, entry.size());
              writeString(out, 4, entry.checksum());
              for (Map.Entry<String, String> pair : new TreeMap<>(entry.metadata()).entrySet()) {
                out.writeByteArray(5, pair(pair.getKey(), pair.getValue()));
              }
              out.writeEnum(6, entry.relative() ? ADDRESS_IS_RELATIVE : ADDRESS_IS_FULL);
              writeString(out, 7, entry.contentType());
            });
    return value(entry.identity().array(), data);
  }

  /** Returns the value of a range in a metarange. */
  public static byte[] range(RangeInfo range) {
    byte[] data =
        message(
            out -> {
              out.writeBytes(1, ByteString.copyFrom(range.minKey().array()));
              out.writeBytes(2, ByteString.copyFrom(range.maxKey().array()));
              out.writeUInt64(3, range.estimatedSize());
              out.writeInt64(4, range.count());
            });
    return value(Bytes.of(range.id()).array(), data);
  }

  private static byte[] pair(String name, String value) {
    return message(
        out -> {
          out.writeString(1, name);
          out.writeString(2, value);
        });
  }

  private static byte[] value(byte[] identity, byte[] data) {
    return message(
        out -> {
          out.writeSInt64NoTag(identity.length);
          out.writeRawBytes(identity);
          out.writeSInt64NoTag(data.length);
          out.writeRawBytes(data);
        });
  }

  // Protobuf 3 omits fields that are zero or empty.
  private static void writeInt64(CodedOutputStream out, int field, long value) throws IOException {
    if (value != 0) {
      out.writeInt64(field, value);
    }
  }

  private static void writeString(CodedOutputStream out, int field, String value)
      throws IOException {
    if (!value.isEmpty()) {
      out.writeString(field, value);
    }
  }

  private interface Fields {
    void write(CodedOutputStream out) throws IOException;
  }

  private static byte[] message(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    CodedOutputStream out = CodedOutputStream.newInstance(bytes, 512);
    try {
      fields.write(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
