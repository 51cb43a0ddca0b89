package io.spillway;

import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.Properties;

/**
 * The main class of {@code spark-submit} and {@code java -jar}.
 *
 * <p>Only this class is compiled for Java 8, so that an older Java prints an error message instead
 * of an {@code UnsupportedClassVersionError}. It therefore finds the application by reflection.
 */
public final class Main {
  private static final int OLDEST_JAVA = 17;
  private static final int BAD_INPUT = 2;
  private static final String SETTINGS_FILE = "spillway.properties-file";
  private static final String APPLICATION = "io.spillway.Application";

  private Main() {}

  /**
   * Runs one command line. Ends the process only if the exit code is not zero, because YARN and
   * notebooks treat any exit as a crash.
   *
   * @throws Exception any error that stops the application without an exit code
   */
  public static void main(String[] args) throws Exception {
    int exitCode = run(args);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  private static int run(String[] args) throws Exception {
    String java = System.getProperty("java.specification.version", "unknown");
    if (!isNewEnough(java)) {
      return refuse(
          "Spillway needs Java 17 or 21, and this is Java "
              + java
              + ": set JAVA_HOME to one of them.");
    }
    String settings = System.getProperty(SETTINGS_FILE);
    if (settings != null && !readSettings(settings)) {
      return refuse(
          "Cannot read the properties file " + settings + ": give the path of a readable file.");
    }
    return start(args);
  }

  private static boolean isNewEnough(String version) {
    try {
      return Integer.parseInt(version) >= OLDEST_JAVA;
    } catch (NumberFormatException e) {
      return false; // Java 8 reports its version as 1.8
    }
  }

  /**
   * Reads a properties file as spark-submit does: a setting on the command line overrides the file.
   */
  private static boolean readSettings(String file) {
    Properties settings = new Properties();
    try (Reader reader = Files.newBufferedReader(Paths.get(file), StandardCharsets.UTF_8)) {
      settings.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
    for (String name : settings.stringPropertyNames()) {
      if (name.startsWith("spark.") && System.getProperty(name) == null) {
        System.setProperty(name, settings.getProperty(name).trim());
      }
    }
    return true;
  }

  private static int start(String[] args) throws Exception {
    Class<?> application = Class.forName(APPLICATION, true, Main.class.getClassLoader());
    try {
      return (Integer) application.getMethod("run", String[].class).invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error) {
        throw (Error) e.getCause();
      }
      if (e.getCause() instanceof Exception) {
        throw (Exception) e.getCause();
      }
      throw e;
    }
  }

  private static int refuse(String sentence) {
    System.err.println(sentence);
    return BAD_INPUT;
  }
}
