package io.spillway.testing;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The maps, collections and caches in static fields of all our classes, and our threads. */
public final class Statics {
  private static final Path CLASSES = Path.of("target", "classes");

  /** Packages that no export needs; some of their classes must not be loaded here. */
  private static final List<String> OTHERS = List.of("cli", "demo", "sandbox");

  private Statics() {}

  /** Returns the number of entries by field. */
  public static Map<String, Integer> sizes() throws IOException {
    System.gc(); // empties weak maps
    Map<String, Integer> sizes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(CLASSES.resolve("io/spillway"))) {
      for (Path file : files.filter(Statics::isOurs).toList()) {
        String name = CLASSES.relativize(file).toString().replace('/', '.');
        add(name.substring(0, name.length() - ".class".length()), sizes);
      }
    }
    return sizes;
  }

  private static boolean isOurs(Path file) {
    Path below = CLASSES.resolve("io/spillway").relativize(file);
    return file.toString().endsWith(".class")
        && !file.endsWith("package-info.class")
        && below.getNameCount() > 1
        && !OTHERS.contains(below.getName(0).toString());
  }

  private static void add(String name, Map<String, Integer> sizes) {
    try {
      Class<?> type = Class.forName(name, false, Statics.class.getClassLoader());
      for (Field field : type.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          size(field, sizes);
        }
      }
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new IllegalStateException(name, e);
    }
  }

  private static void size(Field field, Map<String, Integer> sizes)
      throws ReflectiveOperationException {
    Class<?> type = field.getType();
    boolean holds =
        Map.class.isAssignableFrom(type)
            || Collection.class.isAssignableFrom(type)
            || type.getName().startsWith("io.spillway.");
    if (!holds) {
      return;
    }
    field.setAccessible(true);
    Object value = field.get(null);
    String name = field.getDeclaringClass().getName() + "." + field.getName();
    if (value instanceof Map<?, ?> map) {
      sizes.put(name, map.size());
    } else if (value instanceof Collection<?> collection) {
      sizes.put(name, collection.size());
    } else if (value != null) {
      inside(name, value, sizes);
    }
  }

  /** Adds the maps and collections in the fields of an object of ours. */
  private static void inside(String name, Object value, Map<String, Integer> sizes)
      throws ReflectiveOperationException {
    for (Field field : value.getClass().getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) || !isSized(field.getType())) {
        continue;
      }
      field.setAccessible(true);
      Object held = field.get(value);
      if (held != null) {
        Method size = field.getType().getMethod("size");
        size.setAccessible(true);
        sizes.put(name + "." + field.getName(), (Integer) size.invoke(held));
      }
    }
  }

  private static boolean isSized(Class<?> type) {
    return Map.class.isAssignableFrom(type) || Collection.class.isAssignableFrom(type);
  }

  /** Returns the fields that have more entries than before, with both numbers. */
  public static Map<String, String> grownSince(Map<String, Integer> before) throws IOException {
    Map<String, String> grown = new TreeMap<>();
    sizes()
        .forEach(
            (name, size) -> {
              int earlier = before.getOrDefault(name, 0);
              if (size > earlier && !name.contains("MemoryStore")) {
                grown.put(name, earlier + " -> " + size);
              }
            });
    return grown;
  }

  /** Returns the number of our threads, when those that were told to end have ended. */
  public static long threads() throws InterruptedException {
    long least = Long.MAX_VALUE;
    for (int tries = 0; tries < 20; tries++) {
      least =
          Math.min(
              least,
              Thread.getAllStackTraces().keySet().stream()
                  .filter(thread -> thread.getName().startsWith("spillway-"))
                  .count());
      Thread.sleep(50);
    }
    return least;
  }
}
