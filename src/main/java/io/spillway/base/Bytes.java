package io.spillway.base;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Bytes as a value, ordered as unsigned bytes, which is how lakeFS and object stores order keys.
 */
public final class Bytes implements Comparable<Bytes>, Serializable {
  /** An empty sequence; sorts before all others. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private static final long serialVersionUID = 1L;

  private final byte[] value;

  private Bytes(byte[] value) {
    this.value = value;
  }

  /** Wraps the array without a copy: the caller must not change it afterwards. */
  public static Bytes of(byte[] value) {
    return new Bytes(value);
  }

  /** Returns the text encoded in UTF-8. */
  public static Bytes of(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the array itself, not a copy: callers must not change it. */
  public byte[] array() {
    return value;
  }

  /** Returns the number of bytes. */
  public int length() {
    return value.length;
  }

  /** Returns whether these bytes are valid UTF-8. */
  public boolean isUtf8() {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** Returns the bytes decoded as UTF-8; malformed input becomes U+FFFD. */
  public String text() {
    return new String(value, StandardCharsets.UTF_8);
  }

  /** Returns whether these bytes begin with others. */
  public boolean startsWith(Bytes prefix) {
    return value.length >= prefix.value.length
        && Arrays.equals(value, 0, prefix.value.length, prefix.value, 0, prefix.value.length);
  }

  /** Returns the first bytes. */
  public Bytes first(int count) {
    return new Bytes(Arrays.copyOf(value, count));
  }

  /** Returns the bytes as lower-case hexadecimal digits. */
  public String hex() {
    return HexFormat.of().formatHex(value);
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(value, other.value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return text();
  }
}
