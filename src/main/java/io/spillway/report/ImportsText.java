package io.spillway.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.outcome.Imports;
import io.spillway.outcome.Tally;
import java.util.stream.Collectors;

/** Objects outside the source's own storage, as text and as JSON. */
final class ImportsText {
  private static final int SHOWN = 3;

  private ImportsText() {}

  /** Returns the number of objects and their locations. */
  static String of(Imports imports) {
    Tally all =
        imports.buckets().values().stream().reduce(Tally.NONE, Tally::plus).plus(imports.others());
    String named =
        imports.buckets().entrySet().stream()
            .limit(SHOWN)
            .map(one -> Sizes.number(one.getValue().objects()) + " from " + one.getKey())
            .collect(Collectors.joining(", "));
    boolean isWhole = imports.buckets().size() <= SHOWN && imports.others().equals(Tally.NONE);
    return Sizes.number(all.objects())
        + (all.objects() == 1 ? " object" : " objects")
        + " outside the repository's storage: "
        + named
        + (isWhole ? "" : ", and from more places");
  }

  /** Adds the objects to a document, with the field names of {@code export.json}. */
  static void add(ObjectNode counts, Imports imports) {
    if (imports.isEmpty()) {
      return;
    }
    ObjectNode imported = counts.putObject("imported");
    ArrayNode buckets = imported.putArray("buckets");
    imports
        .buckets()
        .forEach(
            (bucket, tally) ->
                buckets
                    .addObject()
                    .put("bucket", bucket)
                    .put("objects", tally.objects())
                    .put("bytes", tally.bytes()));
    imported
        .put("otherObjects", imports.others().objects())
        .put("otherBytes", imports.others().bytes());
  }
}
