package io.spillway.simulation;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * Plants each fault of {@code src/test/planted/faults.txt} alone, and prints what finds it. Started
 * by {@code src/test/planted/run}.
 */
final class PlantedFaults {
  private PlantedFaults() {}

  /**
   * Plants all faults, or those whose names contain one of the texts.
   *
   * @param texts parts of names
   */
  public static void main(String[] texts) throws Exception {
    Configurator.setRootLevel(Level.OFF);
    System.out.println("| fault | found by | after |\n|---|---|---|");
    int missed = 0;
    for (PlantedFault fault : PlantedFault.all()) {
      if (texts.length == 0 || List.of(texts).stream().anyMatch(fault.name()::contains)) {
        String found = find(fault);
        missed += found.startsWith("not found") ? 1 : 0;
        System.out.println("| " + fault.name() + " | " + found + " |");
        System.out.flush();
      }
    }
    System.exit(missed == 0 ? 0 : 1);
  }

  private static String find(PlantedFault fault) throws Exception {
    Path folder = Files.createTempDirectory("planted");
    compile(fault, folder);
    List<URL> urls = new ArrayList<>();
    urls.add(folder.toUri().toURL());
    for (String element : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (Files.isDirectory(Path.of(element))) {
        urls.add(Path.of(element).toUri().toURL());
      }
    }
    try (OwnFirst loader = new OwnFirst(urls.toArray(URL[]::new))) {
      Class<?> share = loader.loadClass(Share.class.getName());
      Method find = share.getDeclaredMethod("find", long.class);
      find.setAccessible(true);
      return (String) find.invoke(null, 7L);
    }
  }

  private static void compile(PlantedFault fault, Path folder) throws IOException {
    Path source = folder.resolve("source").resolve(fault.file());
    Files.createDirectories(Objects.requireNonNull(source.getParent()));
    Files.writeString(source, fault.planted());
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter errors = new StringWriter();
    boolean compiled =
        compiler
            .getTask(
                errors,
                null,
                null,
                List.of(
                    "-proc:none",
                    "-nowarn",
                    "-implicit:none",
                    "-d",
                    folder.toString(),
                    "-cp",
                    System.getProperty("java.class.path")),
                null,
                compiler
                    .getStandardFileManager(null, null, null)
                    .getJavaFileObjects(source.toFile()))
            .call();
    if (!compiled) {
      throw new IllegalStateException(fault.name() + ": " + errors);
    }
  }

  /** Loads the project's classes itself, all others as usual. */
  private static final class OwnFirst extends URLClassLoader {
    OwnFirst(URL[] urls) {
      super(urls, PlantedFaults.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        if (!name.startsWith("io.spillway.")) {
          return super.loadClass(name, resolve);
        }
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : findClass(name);
      }
    }
  }
}
