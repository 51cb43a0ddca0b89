package io.spillway.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.SpillwayException;
import io.spillway.request.OptionValues;
import io.spillway.rows.ColumnType.Decimal;
import io.spillway.rows.ColumnType.Plain;
import io.spillway.rows.Table;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresOptionsTest {
  @Test
  void shouldReadEachOption() {
    // When
    PostgresOptions options =
        PostgresOptions.of(
            new OptionValues(
                Map.of(
                    "export-only", List.of("public", "sales.*"),
                    "exclude", List.of("sales.old*"),
                    "require-all", List.of("true"),
                    "cast", List.of("public.t.a=text", "public.t.\"b.c\"=decimal(9, 2)"),
                    "out-of-range", List.of("null"),
                    "enum", List.of("enum"),
                    "composites", List.of("struct"),
                    "row-group-size", List.of("16MiB"),
                    "snapshot", List.of("00000003-0000001B-1"))));

    // Then
    assertThat(options.tables())
        .isEqualTo(
            new TableOptions(
                List.of("public", "sales.*"),
                List.of("sales.old*"),
                true,
                Map.of(),
                Map.of(),
                Map.of("public.t.a", Plain.STRING, "public.t.\"b.c\"", new Decimal(9, 2))));
    assertThat(options.types().nullsOutOfRange()).isTrue();
    assertThat(options.types().annotatesEnums()).isTrue();
    assertThat(options.types().structs()).isTrue();
    assertThat(options.groupBytes()).isEqualTo(16 * 1024 * 1024);
    assertThat(options.snapshot()).contains("00000003-0000001B-1");
  }

  @Test
  void shouldHaveDefaults() {
    assertThat(PostgresOptions.of(OptionValues.NONE)).isEqualTo(PostgresOptions.DEFAULT);
    assertThat(PostgresOptions.DEFAULT.groupBytes()).isEqualTo(Table.GROUP_BYTES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "enum; label; --enum is 'label': give string or enum",
        "out-of-range; clamp; --out-of-range is 'clamp': give fail or null",
        "composites; map; --composites is 'map': give json or struct",
        "row-group-size; 1kB; --row-group-size is '1kB': give 1MiB to 1GiB",
        "row-group-size; 2GiB; --row-group-size is '2GiB': give 1MiB to 1GiB",
        "snapshot; it's; --snapshot is 'it's': give what pg_export_snapshot() returned",
        "cast; public.t.a; give it as --cast=TABLE=…",
        "cast; public.t.a=money; --cast names an unknown type 'money': give text, json,",
      })
  void shouldRefuse(String option, String value, String said) {
    OptionValues given = new OptionValues(Map.of(option, List.of(value)));
    assertThatThrownBy(() -> PostgresOptions.of(given))
        .isInstanceOfSatisfying(
            SpillwayException.class,
            e -> assertThat(e.kind()).isEqualTo(SpillwayException.Kind.BAD_INPUT))
        .hasMessageContaining(said);
  }
}
