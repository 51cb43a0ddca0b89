package io.spillway.source.postgres.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A part of a UTF-8 text. All separators and quotes are ASCII, so the bytes can be compared one by
 * one.
 */
final class TextSlice {
  private final byte[] bytes;
  private final int from;
  private final int end;

  /**
   * Creates a slice.
   *
   * @param bytes the text; not copied
   * @param from index of the first byte
   * @param end index after the last byte
   */
  TextSlice(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.from = from;
    this.end = end;
  }

  /** Returns the underlying bytes, without copying them. */
  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  int end() {
    return end;
  }

  int length() {
    return end - from;
  }

  @Override
  public String toString() {
    return new String(bytes, from, length(), UTF_8);
  }

  boolean is(String ascii) {
    return startsAt(from, ascii) && length() == ascii.length();
  }

  boolean endsWithDigit() {
    return length() > 0 && bytes[end - 1] >= '0' && bytes[end - 1] <= '9';
  }

  private boolean startsAt(int at, String ascii) {
    if (end - at < ascii.length()) {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (bytes[at + i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Returns a text with the first occurrence replaced, or this text if there is no occurrence. */
  TextSlice replaceFirst(String ascii, String replacement) {
    for (int at = from; at < end; at++) {
      if (startsAt(at, ascii)) {
        byte[] middle = replacement.getBytes(UTF_8);
        int rest = end - at - ascii.length();
        byte[] all = Arrays.copyOfRange(bytes, from, at + middle.length + rest);
        System.arraycopy(middle, 0, all, at - from, middle.length);
        System.arraycopy(bytes, end - rest, all, at - from + middle.length, rest);
        return new TextSlice(all, 0, all.length);
      }
    }
    return this;
  }

  /** Returns the parts between spaces; empty for an empty text. */
  List<TextSlice> words() {
    List<TextSlice> words = new ArrayList<>();
    int start = from;
    for (int at = from; at <= end; at++) {
      if (at == end || bytes[at] == ' ') {
        if (at > start) {
          words.add(new TextSlice(bytes, start, at));
        }
        start = at + 1;
      }
    }
    return words;
  }
}
