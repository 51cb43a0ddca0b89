package io.spillway.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.request.Retention;
import io.spillway.rows.parquet.Compression;
import io.spillway.store.Writing;
import org.junit.jupiter.api.Test;

class RowOptionsTest {
  @Test
  void shouldHaveDefaults() {
    assertThat(RowOptions.DEFAULT.fileBytes()).isEqualTo(256 << 20);
    assertThat(RowOptions.DEFAULT.compression()).isEqualTo(Compression.ZSTD);
    assertThat(RowOptions.DEFAULT.maxConnections()).isEqualTo(8);
    assertThat(RowOptions.DEFAULT.maxConcurrency()).isEqualTo(64);
    assertThat(RowOptions.DEFAULT.writing()).isEqualTo(Writing.DEFAULT);
    assertThat(RowOptions.DEFAULT.retention()).isEqualTo(Retention.DEFAULT);
    assertThat(RowOptions.DEFAULT.isDryRun()).isFalse();
    assertThat(RowOptions.DEFAULT.ledger()).isEmpty();
  }
}
