package io.spillway.house.planted.store.hadoop;

import io.spillway.house.planted.store.file.NamesHadoop;

/** Planted: breaks a rule on purpose. Hadoop it may name. */
public final class NamesAnotherStore {
  public static final Class<?> HADOOP = org.apache.hadoop.fs.FileSystem.class;
  public static final Class<?> OTHER = NamesHadoop.class;

  private NamesAnotherStore() {}
}
