package io.spillway.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** rclone over the same objects under plain keys, with what makes it fast on one server. */
final class Rclone implements Contender {
  private static final String TRANSFERS = "64";

  private final Path program;

  Rclone(Path program) {
    this.program = program;
  }

  @Override
  public String name() {
    return "rclone, " + TRANSFERS + " transfers";
  }

  @Override
  public boolean isFloor() {
    return false;
  }

  @Override
  public boolean can(Work work, Aim aim) {
    return work.plain().isPresent();
  }

  @Override
  public Child.Command command(Work work, Aim aim, Path files) {
    Map<String, String> environment = new TreeMap<>();
    remote(environment, "SRC", aim.source());
    remote(environment, "DST", aim.target());
    environment.put("AWS_CA_BUNDLE", ""); // rclone fails over it, and nothing here is encrypted
    environment.put("RCLONE_CONFIG", files.resolve("none.conf").toString());
    String destination =
        aim.folder()
            .map(Path::toString)
            .orElse((aim.isOneServer() ? "src:" : "dst:") + aim.bucket() + "/" + aim.prefix());
    return new Child.Command(
        List.of(
            program.toString(),
            "copy",
            "src:" + work.plain().orElseThrow(),
            destination,
            "--transfers",
            TRANSFERS,
            "--checkers",
            TRANSFERS,
            "--fast-list",
            "--retries",
            "1"),
        environment);
  }

  private static void remote(Map<String, String> environment, String name, Endpoint endpoint) {
    String prefix = "RCLONE_CONFIG_" + name + "_";
    environment.put(prefix + "TYPE", "s3");
    environment.put(prefix + "PROVIDER", "Other");
    environment.put(prefix + "ENDPOINT", endpoint.uri().toString());
    environment.put(prefix + "ACCESS_KEY_ID", endpoint.accessKey());
    environment.put(prefix + "SECRET_ACCESS_KEY", endpoint.secretKey());
    environment.put(prefix + "FORCE_PATH_STYLE", "true");
    environment.put(prefix + "NO_CHECK_BUCKET", "true");
  }

  @Override
  public Optional<Child.Command> before(Work work, Aim aim, Path files) {
    return Optional.empty();
  }
}
