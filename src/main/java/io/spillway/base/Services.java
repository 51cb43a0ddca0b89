package io.spillway.base;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;

/**
 * The services of one kind that {@code META-INF/services} names, in this jar and in others. One
 * that cannot be loaded is left out and described; it does not affect the others.
 *
 * @param working in the order in which they were found
 * @param broken a sentence without a full stop for each that cannot be loaded
 */
public record Services<S>(List<S> working, List<String> broken) {
  /** No class path has as many; bounds the search if the loader fails over and over. */
  private static final int MOST = 1_000;

  public Services {
    working = List.copyOf(working);
    broken = List.copyOf(broken);
  }

  /**
   * Loads all services that a class loader knows.
   *
   * @param loader of a class of this jar, beside which add-on jars are found
   * @param trial calls what every service must be able to do; if it fails, the service is broken
   */
  public static <S> Services<S> load(Class<S> type, ClassLoader loader, Function<S, Object> trial) {
    Iterator<S> found = ServiceLoader.load(type, loader).iterator();
    List<S> working = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      String name = "";
      try {
        if (!found.hasNext()) {
          break;
        }
        S next = found.next();
        name = next.getClass().getName() + ": ";
        Objects.requireNonNull(trial.apply(next));
        working.add(next);
      } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
        broken.add(name + e.getMessage() + (e.getCause() == null ? "" : ": " + e.getCause()));
      }
    }
    return new Services<>(working, broken);
  }
}
