package io.spillway.demo;

import io.spillway.report.Result;
import java.nio.file.Path;

/**
 * An export of a sample, for a first run without a source; found by {@link
 * java.util.ServiceLoader}. Only {@link #run} loads the libraries of its source.
 */
public interface Demo {
  /** Returns the name by which users choose it. */
  String name();

  /** Returns the sample, as in "a repository of an embedded lakeFS". */
  String sample();

  /** Returns the name of the folder in the working directory that it exports to. */
  String folder();

  /**
   * Starts the source, exports the sample and returns the result.
   *
   * @param folder an absolute path
   */
  Result run(DemoHost host, Path folder);
}
