package io.spillway.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Hadoop's DistCp over the same objects under plain keys, in one JVM as on one machine. */
final class DistCp implements Contender {
  private static final String MAPS = "8";

  private final String classPath;

  DistCp(Path classPathFile) throws IOException {
    this.classPath = Files.readString(classPathFile, StandardCharsets.UTF_8).strip();
  }

  @Override
  public String name() {
    return "DistCp -direct, " + MAPS + " maps";
  }

  @Override
  public boolean isFloor() {
    return false;
  }

  @Override
  public boolean can(Work work, Aim aim) {
    return work.plain().isPresent() && (aim.isOneServer() || aim.folder().isEmpty());
  }

  @Override
  public Child.Command command(Work work, Aim aim, Path files) {
    Map<String, String> settings = new TreeMap<>(aim.source().hadoop());
    settings.putAll(aim.target().hadoopFor(aim.bucket()));
    settings.put("fs.s3a.connection.ssl.enabled", "false");
    settings.put("hadoop.tmp.dir", files.resolve("hadoop").toString());
    settings.put("mapreduce.local.map.tasks.maximum", MAPS);
    List<String> command = new ArrayList<>();
    command.addAll(List.of(Java.executable(), "-Xmx2g"));
    command.addAll(
        List.of(
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "-cp",
            classPath,
            "org.apache.hadoop.tools.DistCp"));
    settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(
        List.of(
            "-direct",
            "-m",
            MAPS,
            "s3a://" + work.plain().orElseThrow(),
            "s3a://" + aim.bucket() + "/" + aim.prefix()));
    return new Child.Command(command, Map.of());
  }

  @Override
  public Optional<Child.Command> before(Work work, Aim aim, Path files) {
    return Optional.empty();
  }
}
