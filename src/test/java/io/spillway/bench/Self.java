package io.spillway.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Spillway as a user runs it: its jar, in a JVM of its own, with Spark in it. */
final class Self implements Contender {
  private final Lake.Login lakeFs;

  Self(Lake.Login lakeFs) {
    this.lakeFs = lakeFs;
  }

  @Override
  public String name() {
    return "spillway";
  }

  @Override
  public boolean isFloor() {
    return false;
  }

  @Override
  public boolean can(Work work, Aim aim) {
    return true;
  }

  @Override
  public Child.Command command(Work work, Aim aim, Path files) throws IOException {
    List<String> more = new ArrayList<>(List.of("--commit_id=" + work.commit()));
    work.base().ifPresent(base -> more.add("--since=last"));
    return command(work, aim, more);
  }

  @Override
  public Optional<Child.Command> before(Work work, Aim aim, Path files) throws IOException {
    return work.base().isEmpty()
        ? Optional.empty()
        : Optional.of(command(work, aim, List.of("--commit_id=" + work.base().get())));
  }

  private Child.Command command(Work work, Aim aim, List<String> more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(work.repository(), aim.location()));
    arguments.addAll(more);
    return new Child.Command(
        Java.spillway("2g", settings(aim), "io.spillway.Main", arguments),
        Map.of("SPARK_LOCAL_IP", "127.0.0.1", "LC_ALL", "C.UTF-8"));
  }

  private Map<String, String> settings(Aim aim) {
    Map<String, String> settings = new TreeMap<>(lakeFs.settings());
    settings.put("spark.app.name", "Spillway");
    settings.put("spark.master", "local[2]");
    settings.put("spark.extraListeners", PhaseListener.class.getName());
    aim.source().hadoop().forEach((name, value) -> settings.put("spark.hadoop." + name, value));
    if (!aim.isOneServer() && aim.folder().isEmpty()) {
      aim.target()
          .hadoopFor(aim.bucket())
          .forEach((name, value) -> settings.put("spark.hadoop." + name, value));
    }
    return settings;
  }
}
