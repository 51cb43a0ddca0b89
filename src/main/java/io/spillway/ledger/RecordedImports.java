package io.spillway.ledger;

import io.spillway.outcome.Imports;
import io.spillway.outcome.Tally;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Objects outside the source's own storage, as a record lists them.
 *
 * @param buckets the first buckets by name
 * @param otherObjects objects in further buckets
 * @param otherBytes bytes of content in them
 */
public record RecordedImports(List<Bucket> buckets, long otherObjects, long otherBytes) {

  /**
   * One bucket.
   *
   * @param bucket for example {@code s3://bucket/}
   * @param objects objects of the commit in the bucket
   * @param bytes bytes of content in them
   */
  public record Bucket(String bucket, long objects, long bytes) {}

  public RecordedImports {
    buckets = List.copyOf(buckets);
  }

  static @Nullable RecordedImports of(Imports imports) {
    if (imports.isEmpty()) {
      return null;
    }
    return new RecordedImports(
        imports.buckets().entrySet().stream()
            .map(one -> new Bucket(one.getKey(), one.getValue().objects(), one.getValue().bytes()))
            .toList(),
        imports.others().objects(),
        imports.others().bytes());
  }

  Imports imports() {
    Map<String, Tally> tallies = new TreeMap<>();
    buckets.forEach(one -> tallies.put(one.bucket(), new Tally(one.objects(), one.bytes())));
    return new Imports(tallies, new Tally(otherObjects, otherBytes));
  }
}
