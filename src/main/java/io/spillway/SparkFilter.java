package io.spillway;

/** A filter that exports {@code _SUCCESS} files last; the default of {@link Exporter}. */
public final class SparkFilter implements KeyFilter {
  private static final long serialVersionUID = 1L;

  @Override
  public int rounds() {
    return SUCCESS_FILES_LAST.rounds();
  }

  @Override
  public int roundForKey(String key) {
    return SUCCESS_FILES_LAST.roundForKey(key);
  }
}
