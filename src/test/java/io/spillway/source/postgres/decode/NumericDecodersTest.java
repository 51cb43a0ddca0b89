package io.spillway.source.postgres.decode;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.rows.BytesColumn;
import io.spillway.rows.ColumnType.Decimal;
import io.spillway.rows.ColumnType.Plain;
import io.spillway.rows.ColumnVector;
import io.spillway.rows.IntColumn;
import io.spillway.rows.LongColumn;
import io.spillway.testing.BatchText;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class NumericDecodersTest {

  /** A decimal type and a value of it. */
  record Fitting(Decimal type, BigDecimal value) {}

  @Property
  void shouldDecodeDecimals(@ForAll("fitting") Fitting fitting) throws IOException {
    assertThat(decimal(fitting.type(), fitting.value()))
        .isEqualTo(fitting.value().setScale(fitting.type().scale()).unscaledValue());
  }

  @Property
  void shouldPrintAsPostgresDoes(@ForAll("numbers") BigDecimal number) throws IOException {
    assertThat(text(CopyBytes.numeric(number))).isEqualTo(number.toPlainString());
  }

  @Test
  void shouldNameWhatIsNoNumber() throws IOException {
    assertThat(text(CopyBytes.noNumber(0xC000))).isEqualTo("NaN");
    assertThat(text(CopyBytes.noNumber(0xD000))).isEqualTo("Infinity");
    assertThat(text(CopyBytes.noNumber(0xF000))).isEqualTo("-Infinity");
    for (int sign : List.of(0xC000, 0xD000, 0xF000)) {
      assertThatThrownBy(() -> put(new Decimal(38, 0), CopyBytes.noNumber(sign)))
          .isInstanceOf(ValueException.class)
          .hasMessageMatching("it is (NaN|-?Infinity), and decimal\\(38,0\\) has no such value.*");
    }
  }

  @Test
  void shouldRefuseEachLoss() {
    for (String lossy : List.of("1000", "-1000", "99999999999999999999999999999999999999999")) {
      assertThatThrownBy(() -> decimal(new Decimal(5, 2), new BigDecimal(lossy)))
          .isInstanceOf(ValueException.class)
          .hasMessageContaining("digits before the point");
    }
    for (String lossy : List.of("0.001", "1.0001", "-7.12345678901", "0.0000000000001")) {
      assertThatThrownBy(() -> decimal(new Decimal(5, 2), new BigDecimal(lossy)))
          .isInstanceOf(ValueException.class)
          .hasMessageContaining("more than 2 digits behind the point");
    }
  }

  @Test
  void shouldTakeZerosThatAreNotNeeded() throws IOException {
    assertThat(decimal(new Decimal(5, 2), new BigDecimal("1.500000000000")))
        .isEqualTo(BigInteger.valueOf(150));
    assertThat(decimal(new Decimal(5, 0), new BigDecimal("0.000"))).isEqualTo(BigInteger.ZERO);
  }

  @Provide
  Arbitrary<Fitting> fitting() {
    Arbitrary<Decimal> types =
        Arbitraries.integers()
            .between(1, 38)
            .flatMap(
                precision ->
                    Arbitraries.integers()
                        .between(0, precision)
                        .map(scale -> new Decimal(precision, scale)));
    return types.flatMap(
        type ->
            bigIntegers(type.precision())
                .map(unscaled -> new Fitting(type, new BigDecimal(unscaled, type.scale()))));
  }

  @Provide
  Arbitrary<BigDecimal> numbers() {
    return Combinators.combine(bigIntegers(60), Arbitraries.integers().between(0, 70))
        .as(BigDecimal::new);
  }

  private static Arbitrary<BigInteger> bigIntegers(int digits) {
    BigInteger most = BigInteger.TEN.pow(digits).subtract(BigInteger.ONE);
    return Arbitraries.bigIntegers().between(most.negate(), most);
  }

  private static BigInteger decimal(Decimal type, BigDecimal value) throws IOException {
    return put(type, CopyBytes.numeric(value));
  }

  private static BigInteger put(Decimal type, byte[] numeric) throws IOException {
    ColumnVector vector = ColumnVector.of(type);
    new DecimalDecoder(type, new OutOfRange(false, 0, column -> {}), vector)
        .append(numeric, 0, numeric.length);
    return unscaled(type, vector);
  }

  private static BigInteger unscaled(Decimal type, ColumnVector vector) {
    if (vector instanceof IntColumn ints) {
      return BigInteger.valueOf(ints.get(0));
    }
    if (vector instanceof LongColumn longs) {
      return BigInteger.valueOf(longs.get(0));
    }
    BytesColumn wide = (BytesColumn) vector;
    assertThat(wide.length(0)).isEqualTo(type.bytes());
    return new BigInteger(Arrays.copyOf(wide.array(), type.bytes()));
  }

  @Test
  void shouldParseWhatItDecodes() throws IOException {
    for (Decimal type :
        List.of(new Decimal(9, 2), new Decimal(18, 18), new Decimal(38, 10), new Decimal(38, 0))) {
      BigInteger most = BigInteger.TEN.pow(type.precision()).subtract(BigInteger.ONE);
      for (BigInteger unscaled :
          List.of(BigInteger.ZERO, BigInteger.ONE, most, most.negate(), BigInteger.TWO.negate())) {
        BigDecimal value = new BigDecimal(unscaled, type.scale());
        ColumnVector parsed = ColumnVector.of(type);
        byte[] text = value.toPlainString().getBytes(US_ASCII);
        TextDecoder.of(
                type, PrintedType.Scalar.STRING, new OutOfRange(false, 0, column -> {}), parsed)
            .append(text, 0, text.length);
        assertThat(unscaled(type, parsed)).isEqualTo(decimal(type, value)).isEqualTo(unscaled);
      }
    }
  }

  private static String text(byte[] numeric) throws IOException {
    BytesColumn text = (BytesColumn) ColumnVector.of(Plain.STRING);
    new NumericTextDecoder(text).append(numeric, 0, numeric.length);
    return (String) BatchText.value(text, 0, US_ASCII);
  }
}
