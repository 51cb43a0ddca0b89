package io.spillway.source;

import java.util.Optional;

/** The settings by Hadoop's names that a source may read. */
public interface SourceSettings {
  /** Returns the value of a setting that others can see. */
  Optional<String> find(String name);

  /**
   * Returns what a credential provider keeps by that name.
   *
   * @throws io.spillway.base.SpillwayException (unreachable) if the provider cannot be read
   */
  Optional<String> secret(String name);
}
