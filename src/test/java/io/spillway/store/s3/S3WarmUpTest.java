package io.spillway.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.store.Meter;
import io.spillway.store.Traffic;
import org.junit.jupiter.api.Test;

class S3WarmUpTest {
  @Test
  void shouldMakeRequestsThatNoServerGets() {
    // Given
    Meter meter = new Meter();

    // When
    try (Meter.Scope ignored = meter.bind()) {
      S3WarmUp.run();
    }

    // Then: none failed, and so none was tried again
    assertThat(meter.traffic().count(Traffic.Kind.COPY)).isGreaterThan(50);
    assertThat(meter.traffic().count(Traffic.Kind.LIST)).isOne();
    assertThat(meter.traffic().count(Traffic.Kind.RETRIES)).isZero();
  }
}
