package io.spillway.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A plain loop of the same SDK with 64 threads, in a fresh JVM. */
final class Floor implements Contender {
  @Override
  public String name() {
    return "floor: SDK, 64 threads";
  }

  @Override
  public boolean isFloor() {
    return true;
  }

  @Override
  public boolean can(Work work, Aim aim) {
    return true;
  }

  @Override
  public Child.Command command(Work work, Aim aim, Path files) throws IOException {
    return command(work.copies(), work.deletes(), aim, files);
  }

  @Override
  public Optional<Child.Command> before(Work work, Aim aim, Path files) throws IOException {
    return work.before().isEmpty()
        ? Optional.empty()
        : Optional.of(command(work.before(), List.of(), aim, files));
  }

  private static Child.Command command(
      List<Work.Item> copies, List<String> deletes, Aim aim, Path files) throws IOException {
    Path list = files.resolve("floor.txt");
    Files.write(list, lines(copies, deletes), StandardCharsets.UTF_8);
    String way = aim.folder().isPresent() ? "folder" : aim.isOneServer() ? "copy" : "stream";
    String destination = aim.folder().map(Path::toString).orElse(aim.prefix());
    return new Child.Command(
        Java.bench(
            FloorRun.class,
            List.of("-Xmx2g"),
            List.of(way, list.toString(), aim.bucket(), destination)),
        Map.of(
            "BENCH_SOURCE", text(aim.source()),
            "BENCH_TARGET", text(aim.target())));
  }

  /** The list that {@link FloorRun} reads. */
  static List<String> lines(List<Work.Item> copies, List<String> deletes) {
    Stream<String> copied =
        copies.stream()
            .map(i -> String.join("\t", "copy", i.bucket(), i.key(), i.name(), "" + i.size()));
    return Stream.concat(copied, deletes.stream().map(name -> "delete\t" + name)).toList();
  }

  /** An endpoint as {@link FloorRun} reads it. */
  static String text(Endpoint endpoint) {
    return String.join(" ", endpoint.uri().toString(), endpoint.accessKey(), endpoint.secretKey());
  }
}
