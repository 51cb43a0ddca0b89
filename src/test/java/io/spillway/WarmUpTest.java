package io.spillway;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.spillway.source.SourceProvider;
import io.spillway.source.Sources;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  /** {@link ThisProcess} would keep a failure to itself. */
  @Test
  void shouldFindNothingThatFails() {
    assertThatCode(() -> Sources.all().forEach(SourceProvider::warmUp)).doesNotThrowAnyException();
  }
}
