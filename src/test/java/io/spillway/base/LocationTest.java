package io.spillway.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LocationTest {

  @Test
  void shouldTakeKeysAsTheyStand() {
    // Given
    Location root = Location.parse("s3://bucket/some prefix/").asRoot();

    // When / Then
    assertThat(root.resolve("a b/%41/../x").path()).isEqualTo("some prefix/a b/%41/../x");
    assertThat(root.resolve("s3://other/x").path()).isEqualTo("some prefix/s3://other/x");
    assertThat(root.resolve("/x").path()).isEqualTo("some prefix//x");
    assertThat(Location.parse("s3://bucket").asRoot().resolve("x").path()).isEqualTo("x");
  }

  @Test
  void shouldReadAddressesWithoutDecodingThem() {
    assertThat(Location.parse("s3://imported-src/d/with space+plus%25é.txt").path())
        .isEqualTo("d/with space+plus%25é.txt");
    assertThat(Location.parse("file:///tmp/x")).isEqualTo(new Location("file", "", "tmp/x"));
  }

  @Test
  void shouldKnowWhatLiesWithinAPrefix() {
    Location root = Location.parse("s3://bucket/data").asRoot();

    assertThat(Location.parse("s3a://bucket/data/x").isWithin(root)).isTrue();
    assertThat(Location.parse("s3://bucket/data").isWithin(root)).isTrue();
    assertThat(Location.parse("s3://bucket/database").isWithin(root)).isFalse();
    assertThat(Location.parse("s3://bucket2/data/x").isWithin(root)).isFalse();
    assertThat(Location.parse("file:///data/x").isWithin(root)).isFalse();
    assertThat(
            Location.parse("abfs://c@a.dfs.core.windows.net/data/x")
                .isWithin(Location.parse("abfss://c@a.dfs.core.windows.net/data")))
        .isTrue();
  }

  @Test
  void shouldKnowHdfsByItsNames() {
    assertThat(Location.parse("hdfs://nn:8020/x").isHdfs()).isTrue();
    assertThat(Location.parse("swebhdfs://nn/x").isHdfs()).isTrue();
    assertThat(Location.parse("abfss://c@a.dfs.core.windows.net/x").isHdfs()).isFalse();
  }

  @Test
  void shouldSayWhatIsWrongWithADestination() {
    assertThatThrownBy(() -> Location.parse("bucket/prefix"))
        .isInstanceOf(SpillwayException.class)
        .hasMessageContaining("no scheme");
    assertThatThrownBy(() -> Location.parse("s3:///prefix")).hasMessageContaining("no bucket");
    assertThatThrownBy(() -> Location.parse("://x")).hasMessageContaining("no scheme");
  }
}
