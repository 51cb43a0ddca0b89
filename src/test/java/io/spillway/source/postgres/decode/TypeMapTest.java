package io.spillway.source.postgres.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.rows.ColumnType;
import io.spillway.rows.ColumnType.Decimal;
import io.spillway.rows.ColumnType.ListOf;
import io.spillway.rows.ColumnType.Plain;
import io.spillway.source.postgres.TypesIT;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What real servers cannot easily be brought to say; the rest is in {@link TypesIT}. */
class TypeMapTest {
  private static final long NUMERIC = 1700;

  private static final Map<Long, PgType> TYPES =
      Map.of(
          1L, type(1, "numeric[]", 'b', NUMERIC, 0, -1),
          2L, type(2, "money_of", 'd', 0, NUMERIC, typmod(12, 4)),
          3L, type(3, "inner_of", 'd', 0, 2, -1),
          4L, type(4, "list_of", 'd', 0, 1, typmod(7, 1)),
          5L, type(5, "list_of[]", 'b', 4, 0, -1));

  private static PgType type(
      long oid, String name, char kind, long element, long base, int typmod) {
    return new PgType(oid, name, kind, element, base, typmod, ',', 0, List.of());
  }

  @Test
  void shouldKeepEachDigitThatIsDeclared() {
    assertThat(type(NUMERIC, typmod(10, 2), 0)).isEqualTo(new Decimal(10, 2));
    assertThat(type(NUMERIC, typmod(38, 38), 0)).isEqualTo(new Decimal(38, 38));
    assertThat(type(NUMERIC, typmod(5, -3), 0)).isEqualTo(new Decimal(8, 0));
    assertThat(type(NUMERIC, typmod(2, 6), 0)).isEqualTo(new Decimal(6, 6));
    assertThat(type(1, typmod(10, 2), 1)).isEqualTo(new ListOf(new Decimal(10, 2)));
  }

  @Test
  void shouldMakeTextOfWhatHasTooManyDigits() {
    assertThat(type(NUMERIC, typmod(39, 0), 0)).isEqualTo(Plain.STRING);
    assertThat(type(NUMERIC, typmod(38, -1), 0)).isEqualTo(Plain.STRING);
    assertThat(type(NUMERIC, typmod(1000, 1000), 0)).isEqualTo(Plain.STRING);
    assertThat(type(NUMERIC, -1, 0)).isEqualTo(Plain.STRING);
  }

  @Test
  void shouldMakeTheDecimalThatWasChosen() {
    TypeMap chosen =
        new TypeMap(
            TYPES, TypeOptions.DEFAULT.with(NumericType.parse("--numeric", "decimal(38,18)")));
    assertThat(chosen.read(column(NUMERIC, -1, 0)).column().type()).isEqualTo(new Decimal(38, 18));
    assertThat(chosen.read(column(1, -1, 1)).column().type())
        .isEqualTo(new ListOf(new Decimal(38, 18)));
    assertThat(chosen.read(column(NUMERIC, typmod(6, 2), 0)).column().type())
        .isEqualTo(new Decimal(6, 2));
  }

  @Test
  void shouldTakeDomainsForWhatIsBelowThem() {
    assertThat(type(2, -1, 0)).isEqualTo(new Decimal(12, 4));
    assertThat(type(3, -1, 0)).isEqualTo(new Decimal(12, 4));
    assertThat(type(4, -1, 0)).isEqualTo(new ListOf(new Decimal(7, 1)));
    assertThat(type(5, -1, 1)).isEqualTo(Plain.JSON);
  }

  @Test
  void shouldMakeTextOfWhatIsNotKnown() {
    ReadColumn unknown = new TypeMap(TYPES, TypeOptions.DEFAULT).read(column(77, -1, 0));
    assertThat(unknown.column().type()).isEqualTo(Plain.STRING);
    assertThat(unknown.select("t.\"a$b\""))
        .isEqualTo(
            "case when t.\"a$b\" is not distinct from null then null"
                + " else pg_catalog.format('%s', t.\"a$b\") end");
  }

  private static ColumnType type(long oid, int typmod, int dimensions) {
    return new TypeMap(TYPES, TypeOptions.DEFAULT)
        .read(column(oid, typmod, dimensions))
        .column()
        .type();
  }

  private static PgColumn column(long oid, int typmod, int dimensions) {
    return new PgColumn("a", 1, oid, typmod, dimensions, "any");
  }

  /** As {@code make_numeric_typmod} packs it. */
  private static int typmod(int precision, int scale) {
    return (precision << 16 | scale & 0x7FF) + 4;
  }
}
