package io.spillway.wrong;

import static io.spillway.wrong.Left.MARKER_AND_OTHERS;
import static io.spillway.wrong.Left.WHAT_WAS_THERE;
import static io.spillway.wrong.WrongInput.fails;
import static io.spillway.wrong.WrongInput.refused;

import io.spillway.ApiClient;
import java.util.List;

/** Who may do what. */
final class WrongCredentials {
  private static final String PROVIDER = "fs.s3a.aws.credentials.provider";
  private static final String GRANT = "Let the user do it: the policy lacks an action.";

  private WrongCredentials() {}

  static List<WrongInput> all() {
    return List.of(
        setting("missing lakeFS secret key", 2, "Set it.", ApiClient.SECRET_KEY, ""),
        setting("wrong lakeFS secret key", 3, "Correct it.", ApiClient.SECRET_KEY, "guessed-it"),
        setting("wrong lakeFS access key", 3, "Correct it.", ApiClient.ACCESS_KEY, "AKIANOBODY"),
        refused(
            "no permission to read the branch",
            3,
            GRANT,
            world -> {
              world.lakeFsRefuses(
                  request -> request.path().contains("/branches/"),
                  403,
                  "insufficient permissions");
              return world.main();
            }),
        fails(
            "no permission to read an object",
            MARKER_AND_OTHERS,
            GRANT,
            world -> {
              world.lakeFsRefuses(
                  request ->
                      request.path().endsWith("/objects") && request.query().contains("path=a%2F2"),
                  403,
                  "insufficient permissions");
              return world.main();
            }),
        s3("wrong S3 secret key", 3, "Correct it.", "fs.s3a.secret.key", "guessed-it-too"),
        s3("wrong S3 access key", 3, "Correct it.", "fs.s3a.access.key", "AKIANOBODY"),
        s3("unknown credentials provider", 2, "Correct its name.", PROVIDER, "com.example.Nope"),
        new WrongInput(
            "expired S3 credentials",
            3,
            WHAT_WAS_THERE,
            "Get new ones; a provider that refreshes them outlasts any export.",
            world -> {
              world.s3Refuses(400, "ExpiredToken", request -> true);
              return world.mainToS3();
            }),
        refused(
            "no permission to write to S3",
            3,
            GRANT,
            world -> {
              world.s3Refuses(403, "AccessDenied", request -> request.method().equals("PUT"));
              return world.mainToS3();
            }),
        refused(
            "no permission to list S3",
            3,
            GRANT,
            world -> {
              world.s3Refuses(403, "AccessDenied", request -> request.key().isEmpty());
              return world.mainToS3();
            }),
        fails(
            "no permission to write one key",
            MARKER_AND_OTHERS,
            GRANT,
            world -> {
              world.s3Refuses(403, "AccessDenied", request -> request.key().endsWith("/a/2"));
              return world.mainToS3();
            }));
  }

  private static WrongInput setting(
      String cause, int exitCode, String cure, String name, String value) {
    return refused(cause, exitCode, cure, world -> world.main().with(name, value));
  }

  private static WrongInput s3(String cause, int exitCode, String cure, String name, String value) {
    return refused(cause, exitCode, cure, world -> world.mainToS3().with(name, value));
  }
}
