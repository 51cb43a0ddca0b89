package io.spillway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

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
        "20261121T091542.118Z-5f3a9c1e/..",
        "../20261121T091542.118Z-5f3a9c1e",
        "20261121T091542.118Z-5f3a9c1e/",
        "20261121T091542.118Z-5F3A9C1E",
        "20261341T091542.118Z-5f3a9c1e",
        "20261121T091542.118Z",
        "x20261121T091542.118Z-5f3a9c1e"
      })
  void shouldTakeNothingElseForAnId(String text) {
    assertThat(ExportId.parse(text)).isEmpty();
    assertThat(ExportId.isOne(text)).isFalse();
  }
}
