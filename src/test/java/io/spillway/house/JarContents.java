package io.spillway.house;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The files of a jar by name, and the rules that the shaded jar is held to. */
record JarContents(Map<String, byte[]> files) {
  private static final String OURS = "io/spillway/";
  private static final String SHADED = "io/spillway/shaded/";
  private static final String COMMAND_LINE = "io/spillway/cli/";

  /** Read by Apache's HTTP client under exactly this name. */
  private static final String PUBLIC_SUFFIXES = "mozilla/public-suffix-list.txt";

  static JarContents of(Path path) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (JarFile jar = new JarFile(path.toFile())) {
      for (var entry : jar.stream().filter(candidate -> !candidate.isDirectory()).toList()) {
        try (var bytes = jar.getInputStream(entry)) {
          files.put(entry.getName(), bytes.readAllBytes());
        }
      }
    }
    return new JarContents(files);
  }

  /**
   * Our classes outside {@code cli} that name a Scala type. Scala moves below {@code shaded} in the jar, so such a class
   * would call methods of Spark that do not exist.
   */
  List<String> scalaOutsideCommandLine() {
    return classes(name -> !name.startsWith(SHADED) && !name.startsWith(COMMAND_LINE))
        .filter(name -> text(name).contains("scala/"))
        .toList();
  }

  /** Files that could meet those of Spark or of another library on one class path. */
  List<String> strangers() {
    return files.keySet().stream()
        .filter(name -> !name.startsWith(OURS))
        .filter(name -> !name.startsWith("META-INF/") || name.endsWith(".class"))
        .filter(name -> !name.equals(PUBLIC_SUFFIXES))
        .toList();
  }

  /** Classes that name a library of ours by the name it had before it was moved. */
  List<String> unmoved(List<String> moved) {
    return classes(name -> true)
        .filter(
            name ->
                classesNamedBy(name).stream()
                    .anyMatch(named -> moved.stream().anyMatch(library -> named.startsWith(library + "/"))))
        .toList();
  }

  /** The class file version of a class: 52 is Java 8, 61 is Java 17. */
  int version(String name) {
    byte[] content = content(name);
    return (content[6] & 0xff) << 8 | (content[7] & 0xff);
  }

  /** Lines of a {@code META-INF/services} file. */
  List<String> service(String name) {
    byte[] content = files.get("META-INF/services/" + name);
    return content == null
        ? List.of()
        : new String(content, StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList();
  }

  /** The classes that a class names in its constant pool, arrays left out. */
  TreeSet<String> classesNamedBy(String name) {
    try (var in = new DataInputStream(new ByteArrayInputStream(content(name)))) {
      in.skipNBytes(8);
      int size = in.readUnsignedShort();
      String[] texts = new String[size];
      List<Integer> classes = new ArrayList<>();
      for (int i = 1; i < size; i++) {
        int tag = in.readUnsignedByte();
        switch (tag) {
          case 1 -> texts[i] = in.readUTF();
          case 7 -> classes.add(in.readUnsignedShort());
          case 5, 6 -> {
            in.skipNBytes(8);
            i++; // a long takes two places
          }
          case 8, 16, 19, 20 -> in.skipNBytes(2);
          case 15 -> in.skipNBytes(3);
          default -> in.skipNBytes(4);
        }
      }
      TreeSet<String> named = new TreeSet<>();
      classes.forEach(index -> named.add(texts[index]));
      named.removeIf(array -> array.startsWith("["));
      return named;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Stream<String> classes(Predicate<String> names) {
    return files.keySet().stream()
        .filter(name -> name.startsWith(OURS) && name.endsWith(".class"))
        .filter(names);
  }

  private String text(String name) {
    return new String(content(name), StandardCharsets.ISO_8859_1);
  }

  private byte[] content(String name) {
    byte[] content = files.get(name);
    if (content == null) {
      throw new IllegalArgumentException("The jar holds no " + name);
    }
    return content;
  }
}
