package io.spillway.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.request.OptionValues;
import org.junit.jupiter.api.Test;

class RowRequestsTest {
  @Test
  void shouldHaveTheSameDefaultsAsTheRecord() {
    assertThat(RowRequests.options(OptionValues.NONE)).isEqualTo(RowOptions.DEFAULT);
  }
}
