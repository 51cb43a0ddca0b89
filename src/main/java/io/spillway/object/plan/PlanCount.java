package io.spillway.object.plan;

/** The objects that planning counts. */
public enum PlanCount {
  /** Entries of the target that were read, selected or not. */
  ENTRIES,
  /** Selected entries of the target, changed or not. */
  OBJECTS,
  /** Objects at the destination, according to its listing or else to the last success. */
  PRESENT,
  /** Present objects that the export deletes. */
  TO_DELETE,
  /** Objects at the destination that no snapshot has, and that stay. */
  LEFTOVERS
}
