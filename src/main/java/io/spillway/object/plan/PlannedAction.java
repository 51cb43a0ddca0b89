package io.spillway.object.plan;

/**
 * An action of an export, as a dry run lists it.
 *
 * @param act the kind of action
 * @param key the key of the object, as the commit has it or would have it
 * @param size bytes of the object to copy or, for a mirror's delete, of the object at the
 *     destination; -1 if unknown
 * @param round the round of the key filter, from 1
 */
public record PlannedAction(Step.Act act, String key, long size, int round) {
  /** Returns whether the size is known. */
  public boolean hasSize() {
    return size >= 0;
  }
}
