package io.spillway;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.spillway.lakefs.LakeFsClient;
import io.spillway.lakefs.MetadataFile;
import io.spillway.store.Stores;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  /** {@link WarmUp} itself would keep a failure to itself. */
  @Test
  void shouldFindNothingThatFails() {
    assertThatCode(
            () -> {
              MetadataFile.warmUp();
              LakeFsClient.warmUp();
              Stores.warmUp();
            })
        .doesNotThrowAnyException();
  }
}
