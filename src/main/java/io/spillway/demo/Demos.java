package io.spillway.demo;

import io.spillway.base.Services;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The demos that are on the class path. */
public final class Demos {
  private static final List<Demo> ALL =
      Services.load(Demo.class, Demos.class.getClassLoader(), Demo::name).working().stream()
          .sorted(Comparator.comparing(Demo::name))
          .toList();

  private Demos() {}

  /** Returns the names of all demos. */
  public static List<String> names() {
    return ALL.stream().map(Demo::name).toList();
  }

  /** Returns the demo with the given name. */
  public static Optional<Demo> find(String name) {
    return ALL.stream().filter(demo -> demo.name().equals(name)).findFirst();
  }

  /** Returns the samples and folders of all demos as a part of a sentence. */
  public static String summaries() {
    return ALL.stream()
        .map(demo -> demo.sample() + " into " + demo.folder())
        .collect(Collectors.joining(", or "));
  }
}
