package io.spillway.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Something that can do the work, as a command. */
interface Contender {
  /** What it is called in the report. */
  String name();

  /** Whether it is a floor: it does nothing but the requests. */
  boolean isFloor();

  /** Whether it can do such work at all. */
  boolean can(Work work, Aim aim);

  /**
   * The command that does the work.
   *
   * @param files where it may keep files, empty
   */
  Child.Command command(Work work, Aim aim, Path files) throws IOException;

  /**
   * The command that brings the destination to the state the work begins from, not timed.
   *
   * @param files where it may keep files, empty
   */
  Optional<Child.Command> before(Work work, Aim aim, Path files) throws IOException;
}
