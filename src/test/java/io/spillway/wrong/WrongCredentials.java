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
        setting("no secret of lakeFS", 2, "Set it.", ApiClient.SECRET_KEY, ""),
        setting("a wrong secret of lakeFS", 3, "Correct it.", ApiClient.SECRET_KEY, "guessed-it"),
        setting(
            "a wrong access key of lakeFS", 3, "Correct it.", ApiClient.ACCESS_KEY, "AKIANOBODY"),
        refused(
            "a lakeFS user who may not read the branch",
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
            "a lakeFS user who may not read an object",
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
        s3("a wrong secret of S3", 3, "Correct it.", "fs.s3a.secret.key", "guessed-it-too"),
        s3("a wrong access key of S3", 3, "Correct it.", "fs.s3a.access.key", "AKIANOBODY"),
        s3(
            "a provider of credentials that there is none of",
            2,
            "Correct its name.",
            PROVIDER,
            "com.example.Nope"),
        new WrongInput(
            "credentials of S3 that have expired",
            3,
            WHAT_WAS_THERE,
            "Get new ones; a provider that refreshes them outlasts any export.",
            world -> {
              world.s3Refuses(400, "ExpiredToken", request -> true);
              return world.mainToS3();
            }),
        refused(
            "an S3 user who may not write",
            3,
            GRANT,
            world -> {
              world.s3Refuses(403, "AccessDenied", request -> request.method().equals("PUT"));
              return world.mainToS3();
            }),
        refused(
            "an S3 user who may not list",
            3,
            GRANT,
            world -> {
              world.s3Refuses(403, "AccessDenied", request -> request.key().isEmpty());
              return world.mainToS3();
            }),
        fails(
            "an S3 user who may not write one key",
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
