package io.spillway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MarkerTest {
  private static final String ID =
      "42167891694b06ee92a14f0ab22241e42eb29836291d31c97bda12cc985132dd";
  private static final Instant TIME = Instant.parse("2026-11-21T09:15:42.118Z");

  @Test
  void shouldBeNamedAsLakeFsNamesIt() {
    assertThat(new Marker(ID, TIME, true).name(false))
        .isEqualTo("EXPORT_" + ID + "_2026-11-21T09:15:42.118Z_SUCCESS");
    assertThat(new Marker(ID, TIME, false).name(false))
        .isEqualTo("EXPORT_" + ID + "_2026-11-21T09:15:42.118Z_FAILURE");
  }

  @Test
  void shouldWriteMillisecondsAlsoOnTheFullSecond() {
    assertThat(new Marker(ID, Instant.parse("2026-11-21T09:15:00Z"), true).name(false))
        .isEqualTo("EXPORT_" + ID + "_2026-11-21T09:15:00.000Z_SUCCESS");
  }

  @Test
  void shouldDoWithoutColonsWhereTheyAreForbidden() {
    assertThat(new Marker(ID, TIME, true).name(true))
        .isEqualTo("EXPORT_" + ID + "_20261121T091542.118Z_SUCCESS")
        .doesNotContain(":");
  }

  @Test
  void shouldReadEveryFormThatWasEverWritten() {
    Marker expected = new Marker(ID, TIME, true);

    assertThat(Marker.parse(expected.name(false))).contains(expected);
    assertThat(Marker.parse(expected.name(true))).contains(expected);
    // lakeFS: java.time.Instant or ZonedDateTime, with as many decimals as the clock gave
    assertThat(Marker.parse("EXPORT_c1_2021-05-03T10:11:12.123456Z_FAILURE"))
        .contains(new Marker("c1", Instant.parse("2021-05-03T10:11:12.123456Z"), false));
    assertThat(Marker.parse("EXPORT_c1_2021-05-03T10:11:12Z_SUCCESS"))
        .contains(new Marker("c1", Instant.parse("2021-05-03T10:11:12Z"), true));
    assertThat(Marker.parse("EXPORT_c1_2021-05-03T10:11Z_SUCCESS"))
        .contains(new Marker("c1", Instant.parse("2021-05-03T10:11:00Z"), true));
    assertThat(Marker.parse("EXPORT_c1_2021-05-03T10:11:12_SUCCESS"))
        .contains(new Marker("c1", Instant.parse("2021-05-03T10:11:12Z"), true));
  }

  @Test
  void shouldTellMarkersFromOtherNames() {
    assertThat(Marker.parse("EXPORT_c1_yesterday_SUCCESS")).isEqualTo(Optional.empty());
    assertThat(Marker.parse("_SUCCESS")).isEmpty();
    assertThat(Marker.parse("EXPORT_a/b_2021-05-03T10:11:12Z_SUCCESS")).isEmpty();
    assertThat(Marker.isNameOfOne("EXPORT_c1_yesterday_SUCCESS")).isTrue();
    assertThat(Marker.isNameOfOne("a/EXPORT_c1_2021-05-03T10:11:12Z_SUCCESS")).isFalse();
    assertThat(Marker.isNameOfOne("EXPORTS")).isFalse();
  }
}
