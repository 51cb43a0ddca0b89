package io.spillway.source.postgres.decode;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spillway.rows.BytesColumn;
import java.io.IOException;

/** A decoder of numerics as text, identical to the text that Postgres prints. */
public final class NumericTextDecoder implements FieldDecoder {
  private static final int USUAL_BYTES = 64;

  private final BytesColumn column;
  private final Digits digits = new Digits();
  private byte[] text = new byte[USUAL_BYTES];
  private int length;

  NumericTextDecoder(BytesColumn column) {
    this.column = column;
  }

  @Override
  public void append(byte[] bytes, int at, int size) throws IOException {
    digits.of(bytes, at, size);
    if (!digits.isNumber()) {
      byte[] name = digits.name().getBytes(US_ASCII);
      column.append(name, 0, name.length);
      return;
    }
    int most = 2 + Digits.WIDTH * (Math.max(0, digits.weight()) + 2) + digits.scale();
    if (text.length < most) {
      text = new byte[most];
    }
    length = 0;
    if (digits.isNegative()) {
      text[length++] = '-';
    }
    ones();
    fraction();
    column.append(text, 0, length);
  }

  private void ones() {
    int begin = length;
    for (int number = 0; number <= digits.weight(); number++) {
      group(digits.at(number));
    }
    int zeros = 0;
    while (begin + zeros < length && text[begin + zeros] == '0') {
      zeros++;
    }
    System.arraycopy(text, begin + zeros, text, begin, length - begin - zeros);
    length -= zeros;
    if (length == begin) {
      text[length++] = '0';
    }
  }

  private void fraction() {
    if (digits.scale() == 0) {
      return;
    }
    text[length++] = '.';
    int end = length + digits.scale();
    for (int number = digits.weight() + 1; length < end; number++) {
      group(digits.at(number));
    }
    length = end;
  }

  private void group(int digit) {
    text[length++] = (byte) ('0' + digit / 1000);
    text[length++] = (byte) ('0' + digit / 100 % 10);
    text[length++] = (byte) ('0' + digit / 10 % 10);
    text[length++] = (byte) ('0' + digit % 10);
  }
}
