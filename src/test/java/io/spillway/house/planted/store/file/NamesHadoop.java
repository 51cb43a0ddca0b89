package io.spillway.house.planted.store.file;

/** Planted: breaks a rule on purpose. */
public final class NamesHadoop {
  public static final Class<?> HADOOP = org.apache.hadoop.fs.FileSystem.class;

  private NamesHadoop() {}
}
