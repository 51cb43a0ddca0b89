package io.spillway;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.spillway.source.lakefs.api.LakeFsClient;
import io.spillway.source.lakefs.metadata.MetadataFile;
import io.spillway.store.Stores;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  /** {@link WarmUp} itself would keep a failure to itself. */
  @Test
  void shouldFindNothingThatFails() {
    assertThatCode(
            () -> {
              MetadataFile.warmUp();
              LakeFsClient.warmUp(new ApiClient("http://127.0.0.1:9", "no-key", "no-key"));
              Stores.warmUp();
            })
        .doesNotThrowAnyException();
  }
}
