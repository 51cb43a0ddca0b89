package io.spillway.source.postgres.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a server's {@code COPY … (FORMAT binary)} sends, made by hand. */
public final class CopyBytes {
  private static final BigInteger BASE = BigInteger.valueOf(10_000);

  private CopyBytes() {}

  /** Writes bytes. */
  interface Writer {
    void write(DataOutputStream out) throws IOException;
  }

  static byte[] bytes(Writer writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      writer.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The beginning of a stream, with an extension that nobody knows. */
  static byte[] head(int flags, byte... extension) {
    return bytes(
        out -> {
          out.write("PGCOPY\n\u00FF\r\n\0".getBytes(ISO_8859_1));
          out.writeInt(flags);
          out.writeInt(extension.length);
          out.write(extension);
        });
  }

  /** A row. */
  static byte[] row(byte @Nullable []... fields) {
    return bytes(
        out -> {
          out.writeShort(fields.length);
          for (byte[] field : fields) {
            field(out, field);
          }
        });
  }

  static byte[] trailer() {
    return new byte[] {-1, -1};
  }

  static byte[] int4(int value) {
    return bytes(out -> out.writeInt(value));
  }

  static byte[] int8(long value) {
    return bytes(out -> out.writeLong(value));
  }

  static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }

  /** An array of one dimension, its first number 0. */
  static byte[] array(byte @Nullable []... elements) {
    return bytes(
        out -> {
          out.writeInt(elements.length == 0 ? 0 : 1);
          out.writeInt(1);
          out.writeInt(23);
          if (elements.length > 0) {
            out.writeInt(elements.length);
            out.writeInt(0);
          }
          for (byte[] element : elements) {
            field(out, element);
          }
        });
  }

  /** A numeric, with as many digits shown as its scale says. */
  static byte[] numeric(BigDecimal value) {
    int scale = Math.max(0, value.scale());
    int groups = (scale + 3) / 4;
    BigInteger unscaled = value.setScale(4 * groups).unscaledValue().abs();
    List<Integer> digits = new ArrayList<>();
    for (; unscaled.signum() > 0; unscaled = unscaled.divide(BASE)) {
      digits.add(0, unscaled.mod(BASE).intValue());
    }
    int weight = digits.size() - groups - 1;
    while (!digits.isEmpty() && digits.get(digits.size() - 1) == 0) {
      digits.remove(digits.size() - 1);
    }
    return numeric(digits.isEmpty() ? 0 : weight, value.signum() < 0 ? 0x4000 : 0, scale, digits);
  }

  /** What is no number. */
  static byte[] noNumber(int sign) {
    return numeric(0, sign, 0, List.of());
  }

  static byte[] joined(byte[]... pieces) {
    return bytes(
        out -> {
          for (byte[] piece : pieces) {
            out.write(piece);
          }
        });
  }

  private static byte[] numeric(int weight, int sign, int scale, List<Integer> digits) {
    return bytes(
        out -> {
          out.writeShort(digits.size());
          out.writeShort(weight);
          out.writeShort(sign);
          out.writeShort(scale);
          for (int digit : digits) {
            out.writeShort(digit);
          }
        });
  }

  private static void field(DataOutputStream out, byte @Nullable [] field) throws IOException {
    out.writeInt(field == null ? -1 : field.length);
    if (field != null) {
      out.write(field);
    }
  }
}
