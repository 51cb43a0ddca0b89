package io.spillway.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** An unmodified s5cmd with a list of commands, one for each object. */
final class S5cmd implements Contender {
  private static final int WORKERS = 64;

  private final Path program;

  S5cmd(Path program) {
    this.program = program;
  }

  @Override
  public String name() {
    return "floor: s5cmd, " + WORKERS + " workers";
  }

  @Override
  public boolean isFloor() {
    return true;
  }

  @Override
  public boolean can(Work work, Aim aim) {
    return aim.isOneServer() || aim.folder().isPresent();
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

  private Child.Command command(List<Work.Item> copies, List<String> deletes, Aim aim, Path files)
      throws IOException {
    String root =
        aim.folder().map(Path::toString).orElse("s3://" + aim.bucket() + "/" + aim.prefix());
    List<String> lines = new ArrayList<>();
    for (Work.Item item : copies) {
      lines.add(
          "cp --raw 's3://"
              + item.bucket()
              + "/"
              + item.key()
              + "' '"
              + root
              + "/"
              + item.name()
              + "'");
    }
    if (!deletes.isEmpty()) {
      lines.add(
          deletes.stream()
              .map(name -> "'" + root + "/" + name + "'")
              .collect(Collectors.joining(" ", "rm --raw ", "")));
    }
    Path list = files.resolve("s5cmd.txt");
    Files.write(list, lines, StandardCharsets.UTF_8);
    return new Child.Command(
        List.of(
            program.toString(),
            "--endpoint-url",
            aim.source().uri().toString(),
            "--numworkers",
            String.valueOf(WORKERS),
            "--log",
            "error",
            "run",
            list.toString()),
        Map.of(
            "AWS_ACCESS_KEY_ID", aim.source().accessKey(),
            "AWS_SECRET_ACCESS_KEY", aim.source().secretKey(),
            "AWS_REGION", "us-east-1"));
  }
}
