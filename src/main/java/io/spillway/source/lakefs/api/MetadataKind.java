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

  /** Returns the name in lakeFS's API. */
  public String apiName() {
    return apiName;
  }

  /** Returns the name in error messages. */
  public String word() {
    return word;
  }
}
