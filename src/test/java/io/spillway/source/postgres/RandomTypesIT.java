package io.spillway.source.postgres;

import io.spillway.source.postgres.decode.TypeOptions;
import io.spillway.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Tables of any types, names and rows, through a file and back. */
class RandomTypesIT {
  private static TestPostgres postgres;
  private static Path file;

  @BeforeContainer
  static void begin() throws SQLException, IOException {
    postgres = TestPostgres.database();
    postgres.run(TypeCase.PREPARATION.toArray(String[]::new));
    file = Files.createTempDirectory("random-types").resolve("part-00000.zstd.parquet");
  }

  @AfterContainer
  static void end() throws SQLException, IOException {
    Files.deleteIfExists(file);
    Files.deleteIfExists(file.getParent());
    postgres.close();
  }

  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void shouldKeepEachValue(@ForAll("tables") RandomTable table) throws SQLException, IOException {
    // Given
    postgres.run("drop table if exists t");
    postgres.run(table.statements("t").toArray(String[]::new));

    // Then
    RoundTrip.of(postgres, "t", TypeOptions.DEFAULT, file).check();
  }

  @Provide
  Arbitrary<RandomTable> tables() {
    return RandomTable.any();
  }
}
