package io.spillway;

/** {@code _SUCCESS} files go last: a reader that waits for one finds everything it stands for. */
public final class SparkFilter implements KeyFilter {
  private static final long serialVersionUID = 1L;

  @Override
  public int rounds() {
    return 2;
  }

  @Override
  public int roundForKey(String key) {
    return key.substring(key.lastIndexOf('/') + 1).equals("_SUCCESS") ? 2 : 1;
  }
}
