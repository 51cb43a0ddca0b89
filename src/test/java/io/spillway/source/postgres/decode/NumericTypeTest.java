package io.spillway.source.postgres.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.SpillwayException;
import io.spillway.rows.ColumnType.Decimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumericTypeTest {

  @Test
  void shouldReadWhatUsersGive() {
    assertThat(NumericType.parse("--numeric", "string")).isEqualTo(NumericType.STRING);
    assertThat(NumericType.parse("--numeric", "decimal(38,18)").column())
        .isEqualTo(new Decimal(38, 18));
    assertThat(NumericType.parse("--numeric", "decimal(5, 0)").column())
        .isEqualTo(new Decimal(5, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "STRING",
        "decimal",
        "decimal(38)",
        "decimal(39,0)",
        "decimal(0,0)",
        "decimal(5,6)",
        "decimal(-5,0)",
        "decimal(5,-1)",
        "double"
      })
  void shouldRefuseTheRest(String text) {
    assertThatThrownBy(() -> NumericType.parse("--numeric", text))
        .isInstanceOfSatisfying(
            SpillwayException.class,
            e -> assertThat(e.kind()).isEqualTo(SpillwayException.Kind.BAD_INPUT))
        .hasMessageStartingWith("--numeric is '" + text + "': give string, or decimal(P,S)");
  }
}
