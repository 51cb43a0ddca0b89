package io.spillway.source.lakefs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings file of {@code lakectl}, {@code ~/.lakectl.yaml}: two levels of names, and scalar
 * values. Other YAML in it is passed over.
 */
final class LakectlFile {
  static final String ENDPOINT = "server.endpoint_url";
  static final String ACCESS_KEY = "credentials.access_key_id";
  static final String SECRET_KEY = "credentials.secret_access_key";

  private static final String NAME = ".lakectl.yaml";
  private static final Pattern SECTION = Pattern.compile("([a-z_]+):\\s*(?:#.*)?");
  private static final Pattern VALUE =
      Pattern.compile(
          "\\s+([a-z_]+):\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\"'#\\s][^#]*?))\\s*(?:#.*)?");

  private LakectlFile() {}

  /**
   * Returns the values in the file, empty for a name that it lacks.
   *
   * @param home the folder of the file; null for none
   */
  static UnaryOperator<String> of(@Nullable String home) {
    Map<String, String> values = home == null ? Map.of() : read(home);
    return name -> values.getOrDefault(name, "");
  }

  private static Map<String, String> read(String home) {
    try {
      return parse(Files.readAllLines(Path.of(home, NAME), StandardCharsets.UTF_8));
    } catch (IOException | InvalidPathException e) {
      return Map.of(); // as if it were not there: other places may have the settings
    }
  }

  private static Map<String, String> parse(List<String> lines) {
    Map<String, String> values = new HashMap<>();
    String section = "";
    for (String line : lines) {
      Matcher begins = SECTION.matcher(line);
      Matcher value = VALUE.matcher(line);
      if (begins.matches()) {
        section = begins.group(1);
      } else if (value.matches()) {
        String text = value.group(2) != null ? value.group(2) : value.group(3);
        values.put(section + "." + value.group(1), text != null ? text : value.group(4));
      }
    }
    return values;
  }
}
