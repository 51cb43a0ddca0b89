package io.spillway.source.postgres.decode;

import java.io.IOException;

/** A cursor over the text of one value, as an output function of Postgres prints it. */
final class PrintedText {
  private final byte[] bytes;
  private final int end;
  private final String broken;
  private int at;

  /**
   * Creates a cursor at the beginning of a text.
   *
   * @param broken error message for a text that ends early or contains an unexpected character
   */
  PrintedText(TextSlice text, String broken) {
    this.bytes = text.bytes();
    this.end = text.end();
    this.broken = broken;
    this.at = text.from();
  }

  int at() {
    return at;
  }

  /**
   * Moves back to an earlier position.
   *
   * @param place value of {@link #at} at that time
   */
  void back(int place) {
    at = place;
  }

  void skip() {
    at++;
  }

  byte peek() throws IOException {
    if (at >= end) {
      throw broken();
    }
    return bytes[at];
  }

  /** Returns whether the byte after the next is the given one. */
  boolean isFollowedBy(char one) {
    return at + 1 < end && bytes[at + 1] == one;
  }

  void expect(int one) throws IOException {
    if (peek() != one) {
      throw broken();
    }
    at++;
  }

  void expectEnd() throws IOException {
    if (at != end) {
      throw broken();
    }
  }

  /** Returns the bytes from a position to the cursor. */
  TextSlice since(int place) {
    return new TextSlice(bytes, place, at);
  }

  IOException broken() {
    return new IOException(broken);
  }
}
