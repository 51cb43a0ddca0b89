package io.spillway.report;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A result of a command for standard output, with equal content for people and for programs. */
public interface Result {
  /** Returns the result for people; ends with a line break. */
  String text();

  /**
   * Returns the result for programs: a document with its {@code type}, as described in {@code
   * docs/reference/output.md}.
   */
  ObjectNode json();
}
