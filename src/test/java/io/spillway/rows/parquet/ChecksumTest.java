package io.spillway.rows.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ChecksumTest {

  @Test
  void shouldBeWhatLedgersHold() {
    assertThat(Checksum.of(0L)).isEqualTo(0x7DE53DE772EA694CL);
    assertThat(Checksum.of(1L)).isEqualTo(0xD15F55E5EC982485L);
    assertThat(Checksum.of(-1L)).isEqualTo(0xF266013D2AEF0136L);
    assertThat(Checksum.of(true)).isEqualTo(Checksum.of(1L));
    assertThat(Checksum.of(1.5)).isEqualTo(0xE001D9F2C41DBD02L);
    assertThat(ofText("")).isEqualTo(0xFCD6A91111631185L);
    assertThat(ofText("spillway")).isEqualTo(0x4BAE69ACD2969791L);
    assertThat(ofText("Rows that are read, and made files.")).isEqualTo(0x8157A5C45431FD81L);
    assertThat(Checksum.NULL).isEqualTo(0x8EBC6AF09C88C6E3L);
    assertThat(Checksum.ended(Checksum.LIST, 0)).isEqualTo(0x9A63C6065BD325C1L);
    assertThat(Checksum.ended(Checksum.with(Checksum.LIST, Checksum.of(1L)), 1))
        .isEqualTo(0xB8D80C8242AF0AF9L);
  }

  @Test
  void shouldHaveOneNaN() {
    assertThat(Checksum.of(Double.longBitsToDouble(0xFFF8_0000_0000_0001L)))
        .isEqualTo(Checksum.of(Double.NaN));
    assertThat(Checksum.of((double) Float.intBitsToFloat(0xFFC0_0001)))
        .isEqualTo(Checksum.of((double) Float.NaN));
    assertThat(Checksum.of(-0.0)).isNotEqualTo(Checksum.of(0.0));
  }

  @Property
  void shouldLookAtNoByteBesideTheValue(@ForAll byte[] value, @ForAll @Size(3) byte[] beside) {
    // Given
    byte[] among = Arrays.copyOf(beside, beside.length + value.length + 20);
    System.arraycopy(value, 0, among, beside.length, value.length);
    Arrays.fill(among, beside.length + value.length, among.length, (byte) 7);

    // When
    long hash = Checksum.of(among, beside.length, value.length);

    // Then
    assertThat(hash).isEqualTo(Checksum.of(value, 0, value.length));
  }

  @Test
  void shouldTellApartWhatDiffersInOneBit() {
    // Given
    Random random = new Random(8);
    Set<Long> hashes = new HashSet<>();
    int values = 0;

    // When
    for (int length = 0; length <= 70; length++) {
      byte[] value = new byte[length];
      hashes.add(Checksum.of(value, 0, length));
      random.nextBytes(value);
      hashes.add(Checksum.of(value, 0, length));
      values += length == 0 ? 1 : 2;
      for (int bit = 0; bit < length * Byte.SIZE; bit++) {
        byte[] other = value.clone();
        other[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        hashes.add(Checksum.of(other, 0, length));
        values++;
      }
    }

    // Then
    assertThat(hashes.size()).isGreaterThan(values - 3);
  }

  @Test
  void shouldSpreadSmallNumbers() {
    // Given
    int[] ofBit = new int[Long.SIZE];

    // When
    for (long number = -5_000; number < 5_000; number++) {
      long hash = Checksum.of(number);
      for (int bit = 0; bit < Long.SIZE; bit++) {
        ofBit[bit] += (int) (hash >>> bit & 1);
      }
    }

    // Then
    assertThat(Arrays.stream(ofBit).boxed())
        .allSatisfy(count -> assertThat(count).isBetween(4_700, 5_300));
  }

  private static long ofText(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return Checksum.of(bytes, 0, bytes.length);
  }
}
