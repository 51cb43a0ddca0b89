package io.spillway.base;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Bytes as a value, ordered as unsigned bytes: how lakeFS and object stores order keys. */
public final class Bytes implements Comparable<Bytes>, Serializable {
  /** No bytes; before all others. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private static final long serialVersionUID = 1L;

  private final byte[] value;

  private Bytes(byte[] value) {
    this.value = value;
  }

  /** Takes the array over: the caller must not change it afterwards. */
  public static Bytes of(byte[] value) {
    return new Bytes(value);
  }

  /** The text in UTF-8. */
  public static Bytes of(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The array itself, not to be changed. */
  public byte[] array() {
    return value;
  }

  /** How many bytes there are. */
  public int length() {
    return value.length;
  }

  /** Whether these bytes are text in UTF-8. */
  public boolean isUtf8() {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** The bytes as UTF-8 text; what is none becomes U+FFFD. */
  public String text() {
    return new String(value, StandardCharsets.UTF_8);
  }

  /** Lower-case hexadecimal digits. */
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
