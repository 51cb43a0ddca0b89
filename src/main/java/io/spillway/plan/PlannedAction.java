package io.spillway.plan;

/**
 * One thing that an export would do, as a dry run lists it.
 *
 * @param act what
 * @param key of the object, as the commit has it or would have it
 * @param size bytes of the object that is copied or, of a mirror's delete, that is there; -1 where
 *     nobody knows
 * @param round the round of the key filter, from 1
 */
public record PlannedAction(Step.Act act, String key, long size, int round) {
  /** Whether its size is known. */
  public boolean hasSize() {
    return size >= 0;
  }
}
