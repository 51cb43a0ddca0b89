package io.spillway.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a command has to say on standard output: the same for people and for programs. */
public interface Result {
  /** For people; ends with a line break. */
  String text();

  /** For programs: a document with its {@code type}, as {@code docs/reference/output.md} has it. */
  ObjectNode json();
}
