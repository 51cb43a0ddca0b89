package io.spillway.source.lakefs.api;

/** The two kinds of metadata files. */
public enum MetadataKind {
  /** Lists the ranges of a commit. */
  META_RANGE("meta_range", "metarange"),
  /** Lists objects. */
  RANGE("range", "range");

  private final String apiName;
  private final String word;

  MetadataKind(String apiName, String word) {
    this.apiName = apiName;
    this.word = word;
  }

  /** How lakeFS's API calls it. */
  public String apiName() {
    return apiName;
  }

  /** What errors call it. */
  public String word() {
    return word;
  }
}
