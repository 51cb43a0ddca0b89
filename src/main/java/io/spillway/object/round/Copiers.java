package io.spillway.object.round;

import io.spillway.base.RecentlyUsed;
import io.spillway.object.copy.Copier;

/**
 * A cache of one {@link Copier} per run of an export and JVM, so that the tasks of an executor
 * share the ways found to work.
 */
final class Copiers {
  private static final int REMEMBERED = 8;

  private static final RecentlyUsed<String, Copier> BY_RUN = new RecentlyUsed<>(REMEMBERED);

  private Copiers() {}

  static Copier of(Job job) {
    return BY_RUN.computeIfAbsent(
        job.run(),
        ignored ->
            new Copier(
                job.comparison().target(),
                job.destination().stores(),
                job.destination(),
                job.metadata(),
                job.read()));
  }
}
