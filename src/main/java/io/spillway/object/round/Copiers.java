package io.spillway.object.round;

import io.spillway.object.copy.Copier;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A cache of one {@link Copier} per run of an export and JVM, so that the tasks of an executor
 * share the ways found to work.
 */
final class Copiers {
  private static final int REMEMBERED = 8;

  private static final Map<String, Copier> BY_RUN =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Copier> eldest) {
          return size() > REMEMBERED;
        }
      };

  private Copiers() {}

  static Copier of(Job job) {
    synchronized (BY_RUN) {
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
}
