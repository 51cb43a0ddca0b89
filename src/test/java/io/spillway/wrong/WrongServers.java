package io.spillway.wrong;

import static io.spillway.wrong.WrongInput.refused;

import io.spillway.ApiClient;
import io.spillway.store.s3.S3Server;
import io.spillway.wrong.World.Site;
import java.util.List;

/** Addresses of lakeFS, and what answers there. */
final class WrongServers {
  private static final String ADDRESS = "Correct `lakefs.api.url`.";
  private static final String LATER = "Run it again when the server is well.";

  private WrongServers() {}

  static List<WrongInput> all() {
    return List.of(
        url("URL without a scheme", 2, "lakefs.example.com:8000"),
        url("URL with an unsupported scheme", 2, "ftp://lakefs.example.com/"),
        url("invalid URL", 2, "http://lake fs:8000"),
        url("URL with credentials", 2, "http://me:my-own-secret@127.0.0.1:8000"),
        setting("missing URL", 2, "Set it.", ApiClient.URL, ""),
        setting("invalid timeout", 2, "Give seconds.", ApiClient.READ_TIMEOUT, "soon"),
        refused(
            "connection refused",
            3,
            ADDRESS,
            world -> world.main().with(ApiClient.URL, "http://127.0.0.1:" + S3Server.freePort())),
        refused(
            "https on an http port",
            3,
            ADDRESS,
            world -> world.main().with(ApiClient.URL, world.noTls())),
        site("server that is not lakeFS", ADDRESS, Site.PAGE),
        site("server that redirects", ADDRESS, Site.REDIRECT),
        site("server with invalid JSON", ADDRESS, Site.GARBAGE),
        site("server that closes the connection", ADDRESS, Site.HANGS_UP),
        site("server that does not answer", ADDRESS + " Or give it more time.", Site.HANGS),
        site("bad gateway", LATER, Site.BAD_GATEWAY),
        refusing("lakeFS error", LATER, 500, "internal server error"),
        refusing("lakeFS throttling", LATER, 429, "too many requests"),
        refusing("lakeFS unavailable", LATER, 503, "unavailable"));
  }

  private static WrongInput url(String cause, int exitCode, String url) {
    return setting(cause, exitCode, ADDRESS, ApiClient.URL, url);
  }

  private static WrongInput setting(
      String cause, int exitCode, String cure, String name, String value) {
    return refused(cause, exitCode, cure, world -> world.main().with(name, value));
  }

  private static WrongInput site(String cause, String cure, Site site) {
    return refused(
        cause,
        3,
        cure,
        world ->
            world.main().with(ApiClient.URL, world.url(site)).with(ApiClient.READ_TIMEOUT, "1"));
  }

  private static WrongInput refusing(String cause, String cure, int status, String message) {
    return refused(
        cause,
        3,
        cure,
        world -> {
          world.lakeFsRefuses(request -> true, status, message);
          return world.main();
        });
  }
}
