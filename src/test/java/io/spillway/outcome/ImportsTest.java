package io.spillway.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ImportsTest {
  @Test
  void shouldNameAFewBucketsAndCountAllObjects() {
    // Given
    Imports.Collector collector = new Imports.Collector();
    for (int i = 0; i < 30; i++) {
      collector.add("s3://bucket-" + i % 15 + "/", 2);
    }

    // When
    Imports some = collector.imports();
    Imports all = some.and(some);

    // Then
    assertThat(some.buckets()).hasSize(Imports.MAX_BUCKETS);
    assertThat(some.others()).isEqualTo(new Tally(10, 20));
    assertThat(all.buckets().values()).containsOnly(new Tally(4, 8));
    assertThat(all.others()).isEqualTo(new Tally(20, 40));
    assertThat(Imports.NONE.and(some)).isEqualTo(some);
  }

  @Test
  void shouldCountBucketsThatFindNoPlaceAmongTheOthers() {
    // Given
    Imports.Collector full = new Imports.Collector();
    for (int i = 0; i < Imports.MAX_BUCKETS; i++) {
      full.add("s3://bucket-" + i + "/", 1);
    }

    // When
    Imports all = full.imports().and(new Imports(Map.of("s3://new/", new Tally(1, 5)), Tally.NONE));

    // Then
    assertThat(all.buckets()).doesNotContainKey("s3://new/");
    assertThat(all.others()).isEqualTo(new Tally(1, 5));
    assertThat(all.isEmpty()).isFalse();
    assertThat(Imports.NONE.isEmpty()).isTrue();
  }
}
