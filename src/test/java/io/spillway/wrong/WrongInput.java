package io.spillway.wrong;

import java.io.IOException;

/**
 * Something that a user may get wrong, and what he gets for it.
 *
 * @param cause what is wrong, for the page of errors
 * @param exitCode of the command line
 * @param left what is at the destination afterwards
 * @param cure what to do, for the page of errors
 * @param given makes it wrong
 */
record WrongInput(String cause, int exitCode, Left left, String cure, Given given) {
  /** Makes the world as it is then, and says what its user types. */
  @FunctionalInterface
  interface Given {
    Line in(World world) throws IOException;
  }

  /** What is refused before anything is written. */
  static WrongInput refused(String cause, int exitCode, String cure, Given given) {
    return new WrongInput(cause, exitCode, Left.WHAT_WAS_THERE, cure, given);
  }

  /** What is found out on the way. */
  static WrongInput fails(String cause, Left left, String cure, Given given) {
    return new WrongInput(cause, 1, left, cure, given);
  }

  @Override
  public String toString() {
    return cause;
  }
}
