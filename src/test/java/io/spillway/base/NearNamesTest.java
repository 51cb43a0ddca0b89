package io.spillway.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearNamesTest {
  @ParameterizedTest
  @CsvSource({
    "main, main, 0",
    "mian, main, 1",
    "mai, main, 1",
    "maiin, main, 1",
    "naim, main, 2",
    "'', main, 4"
  })
  void shouldCountLettersThatDiffer(String one, String other, int distance) {
    assertThat(NearNames.distance(one, other)).isEqualTo(distance);
    assertThat(NearNames.distance(other, one)).isEqualTo(distance);
  }

  @Test
  void shouldFindTheNearestFirst() {
    List<String> names = List.of("main", "release-2.1", "maint", "dev", "mine", "Release-2.0");

    assertThat(NearNames.of("mian", names)).containsExactly("main");
    assertThat(NearNames.of("MAIN", names)).containsExactly("main", "maint");
    assertThat(NearNames.of("release-2", names)).containsExactly("Release-2.0", "release-2.1");
    assertThat(NearNames.of("zzz", names)).isEmpty();
  }

  @Test
  void shouldNameTheNearest() {
    assertThat(NearNames.hint("mian", List.of("main", "dev"))).isEqualTo(" Near names: 'main'.");
    assertThat(NearNames.hint("rel", List.of("rel-1", "rel-2")))
        .isEqualTo(" Near names: 'rel-1', 'rel-2'.");
    assertThat(NearNames.hint("zzz", List.of("main"))).isEmpty();
  }

  @Test
  void shouldFindFiveAtMost() {
    assertThat(NearNames.of("day", List.of("day-1", "day-2", "day-3", "day-4", "day-5", "day-6")))
        .containsExactly("day-1", "day-2", "day-3", "day-4", "day-5");
  }
}
