package io.spillway.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.source.postgres.address.Password;
import io.spillway.source.postgres.address.PostgresAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretsTest {
  private static final PostgresAddress ADDRESS =
      new PostgresAddress("db", 5432, "sh:op", "ann", Map.of());

  @Test
  void shouldShowNoPassword() {
    var connector = new Connector(ADDRESS, new Password.Fixed("S3cret"));

    assertThat(connector.toString()).doesNotContain("S3cret");
    assertThat(new PostgresReader(connector, new SnapshotIdentity("a", "b", "c"), 1).toString())
        .doesNotContain("S3cret");
    assertThat(PostgresOptions.DEFAULT.withPasswordCommand("echo S3cret").toString())
        .doesNotContain("S3cret");
  }
}
