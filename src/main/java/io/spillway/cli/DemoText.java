package io.spillway.cli;

import io.spillway.destination.Prefix;
import io.spillway.ledger.Marker;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the demo says at its end: what arrived, and how to do the same for real. */
public final class DemoText {
  private DemoText() {}

  /**
   * Describes the folder that the demo has filled.
   *
   * @throws IOException when it cannot be read
   */
  public static String of(Path folder, String repository, String branch) throws IOException {
    StringBuilder text = new StringBuilder("\nWhat arrived in ").append(folder).append(":\n");
    for (Map.Entry<String, List<Long>> group : groups(folder).entrySet()) {
      long bytes = group.getValue().stream().mapToLong(Long::longValue).sum();
      int files = group.getValue().size();
      String count = Sizes.objects(files);
      text.append(
          String.format(
              Locale.ROOT, "  %12s %10s  %s%n", count, Sizes.bytes(bytes), group.getKey()));
    }
    text.append("\nThe same against a real lakeFS:\n\n");
    text.append("  spark-submit \\\n");
    text.append("    --conf spark.hadoop.lakefs.api.url=https://LAKEFS_HOST/api/v1 \\\n");
    text.append("    --conf spark.hadoop.lakefs.api.access_key=ACCESS_KEY \\\n");
    text.append("    --conf spark.hadoop.lakefs.api.secret_key=SECRET_KEY \\\n");
    text.append("    --class io.spillway.Main ").append(jar()).append(" \\\n    ");
    text.append(repository).append(" s3://BUCKET/PREFIX/ --branch=").append(branch).append('\n');
    return text.toString();
  }

  /**
   * Sizes of files by the first part of their paths; the marker and Spillway's own are left out.
   */
  private static Map<String, List<Long>> groups(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !isOwn(folder.relativize(file)))
          .collect(
              Collectors.groupingBy(
                  file -> group(folder.relativize(file)),
                  TreeMap::new,
                  Collectors.mapping(DemoText::size, Collectors.toList())));
    }
  }

  private static boolean isOwn(Path file) {
    return file.startsWith(Prefix.OWN_FOLDER) || Marker.isNameOfOne(file.toString());
  }

  private static String group(Path file) {
    return file.getNameCount() == 1 ? file.toString() : file.getName(0) + "/";
  }

  private static long size(Path file) {
    return file.toFile().length();
  }

  private static String jar() {
    try {
      Path place =
          Path.of(DemoText.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return place.toString().endsWith(".jar") ? place.toString() : "spillway.jar";
    } catch (URISyntaxException e) {
      return "spillway.jar";
    }
  }
}
