package io.spillway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.SpillwayException;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportIdTest {
  @Test
  void shouldReadWhatItWrites() {
    // Given
    ExportId id = Records.id(Instant.parse("2026-11-21T09:15:42.118Z"));

    // When, then
    assertThat(ExportId.parse(id.text())).contains(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "..",
        "20261121T091542.118Z-5F3A9C1E",
        "20261341T091542.118Z-5f3a9c1e",
        "20261121T091542.118Z",
        "x20261121T091542.118Z-5f3a9c1e"
      })
  void shouldTakeNothingElseForAnIdThatNobodyChose(String text) {
    assertThat(ExportId.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nightly", "2026-11-21", "a", "shop.v1_2", "EXPORT_1"})
  void shouldLetUsersChoose(String text) {
    assertThat(ExportId.chosen(text, Clock.systemUTC()).text()).isEqualTo(text);
    assertThat(ExportId.any(text)).map(ExportId::text).contains(text);
    assertThat(ExportId.isOne(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "..",
        ".",
        "_spillway",
        "a/b",
        "20261121T091542.118Z-5f3a9c1e/..",
        "../20261121T091542.118Z-5f3a9c1e",
        "20261121T091542.118Z-5f3a9c1e/",
        "a b",
        "EXPORT_a_2026-11-21T09:15:42Z_SUCCESS",
        "EXPORT_a_b_SUCCESS"
      })
  void shouldRefuseWhatIsNoSafeNameOfAFolder(String text) {
    assertThatThrownBy(() -> ExportId.chosen(text, Clock.systemUTC()))
        .isInstanceOf(SpillwayException.class)
        .hasMessageStartingWith("--export-id is '" + text + "'");
  }
}
