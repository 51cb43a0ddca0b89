package io.spillway.destination;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimTest {
  @ParameterizedTest
  @CsvSource({
    "a/_spillway/lease/00000001.json, a, destination of another export",
    "a/b/_spillway/x, a/b, destination of another export",
    "/_spillway/x, '', destination of another export",
    "a/EXPORT_c1_2026-11-21T09:15:42.118Z_SUCCESS, a, destination of another export",
    "a/b/EXPORT_c1_20261121T091542.118Z_FAILURE, a/b, destination of another export",
    "x/exports/20261121T091538.001Z-5f3a9c1e/export.json, x, keeps its ledger",
    "_lakefs/abc, '', storage of a lakeFS repository",
    "a/_lakefs/abc, a, storage of a lakeFS repository"
  })
  void shouldKnowFoldersBySignsInThem(String name, String folder, String what) {
    assertThat(Claim.of(name))
        .hasValueSatisfying(
            claim -> {
              assertThat(claim.folder()).isEqualTo(folder);
              assertThat(claim.what()).contains(what);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a/_spillway",
        "a_spillway/x",
        "a/_spillway_/x",
        "a/EXPORT_of_data/x",
        "a/EXPORT_SUCCESS",
        "x/exports/2026/export.json",
        "exports/20261121T091538.001Z-5f3a9c1e/export.json",
        "a_lakefs/x",
        "a/_lakefs"
      })
  void shouldTakeOtherNamesForData(String name) {
    assertThat(Claim.of(name)).isEmpty();
  }
}
