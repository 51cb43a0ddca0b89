package io.spillway.source.lakefs.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.spillway.base.Messages;
import io.spillway.source.lakefs.api.ServerFailure.Trouble;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import okhttp3.HttpUrl;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * Error messages for a server's bad or missing answers. A message states in one sentence what
 * happened, why, and what to check. It contains the request id, which identifies the request in the
 * server's log, and never a secret, even if the server sends one back.
 */
final class ErrorMessages {
  private static final int MAX_BODY_BYTES = 16 << 10;
  private static final int MAX_DETAIL_CHARACTERS = 300;
  private static final Pattern QUERY = Pattern.compile("(https?://[^\\s?\"']+)\\?[^\\s\"']*");
  private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cntrl}]+");

  private final LakeFsServer server;

  ErrorMessages(LakeFsServer server) {
    this.server = server;
  }

  /** Returns the failure for an answer with an error status. */
  ServerFailure refused(String subject, Response response) {
    int status = response.code();
    Optional<String> message = message(response);
    String detail = detail(message.orElse("status " + status), response);
    String lakeFs = "lakeFS at " + server.url();
    if (status >= 500 || status == 429) {
      String busy = status == 429 || status == 503 ? "is too busy" : "failed with status " + status;
      return failure(Trouble.FAILED, subject, lakeFs + " " + busy + detail + ": try again later.");
    }
    if (message.isEmpty()) {
      return notLakeFs(subject, response, whatCame(response));
    }
    return switch (status) {
      case 401 ->
          failure(
              Trouble.DENIED,
              subject,
              lakeFs + " refuses the credentials" + detail + ": check " + credentials() + ".");
      case 403 ->
          failure(
              Trouble.DENIED,
              subject,
              lakeFs
                  + " denies access to "
                  + subject
                  + detail
                  + ": grant it, or check "
                  + credentials()
                  + ".");
      case 404 ->
          failure(
              Trouble.NOT_FOUND,
              subject,
              capitalized(subject) + " does not exist at " + server.url() + detail + ".");
      case 410 ->
          failure(
              Trouble.NOT_FOUND,
              subject,
              capitalized(subject) + " is gone at " + server.url() + detail + ".");
      default ->
          failure(
              Trouble.REFUSED,
              subject,
              lakeFs
                  + " refuses the request for "
                  + subject
                  + " with status "
                  + status
                  + detail
                  + ".");
    };
  }

  private String credentials() {
    return server.token().isEmpty()
        ? LakeFsServer.ACCESS_KEY + " and " + LakeFsServer.SECRET_KEY
        : LakeFsServer.TOKEN;
  }

  /** Returns the failure for an answer that does not come from lakeFS. */
  ServerFailure notLakeFs(String subject, Response response, String whatCame) {
    return failure(
        Trouble.NOT_LAKEFS,
        subject,
        server.url()
            + " answers, but not as lakeFS does"
            + detail(whatCame, response)
            + ": check "
            + LakeFsServer.URL
            + ".");
  }

  /** Returns a description of an answer that is not lakeFS's. */
  static String whatCame(Response response) {
    HttpUrl elsewhere = elsewhere(response);
    if (elsewhere != null) {
      // The host is useful to know, but the path and query may hold a token.
      return "it sends on to "
          + elsewhere.scheme()
          + "://"
          + elsewhere.host()
          + ":"
          + elsewhere.port();
    }
    return "status " + response.code() + ", " + response.header("Content-Type", "no content type");
  }

  private static @Nullable HttpUrl elsewhere(Response response) {
    String location = response.header("Location");
    return response.isRedirect() && location != null
        ? response.request().url().resolve(location)
        : null;
  }

  /** Returns the failure for a request without an answer. */
  ServerFailure silent(String subject, IOException e) {
    if (e instanceof ProtocolException) {
      return failure(
          Trouble.NOT_LAKEFS,
          subject,
          server.url()
              + " answers, but not as lakeFS does ("
              + e.getMessage()
              + "): check "
              + LakeFsServer.URL
              + ".",
          e);
    }
    return failure(
        Trouble.UNREACHABLE,
        subject,
        "Cannot reach lakeFS at "
            + server.url()
            + " ("
            + reason(e)
            + "): check "
            + settings(e)
            + ".",
        e);
  }

  private String reason(IOException e) {
    if (e instanceof SocketTimeoutException) {
      boolean connecting = isConnecting(e);
      Duration limit = connecting ? server.connectionTimeout() : server.readTimeout();
      return (connecting ? "no connection within " : "no answer within ")
          + limit.toSeconds()
          + " s";
    }
    if (e instanceof UnknownHostException) {
      return "its host name is unknown";
    }
    String message = Messages.of(e);
    return e instanceof SSLException ? "TLS: " + message : message;
  }

  private static String settings(IOException e) {
    if (e instanceof SocketTimeoutException) {
      String timeout =
          isConnecting(e) ? LakeFsServer.CONNECTION_TIMEOUT : LakeFsServer.READ_TIMEOUT;
      return LakeFsServer.URL + " and " + timeout;
    }
    return LakeFsServer.URL;
  }

  private static boolean isConnecting(IOException e) {
    return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("connect");
  }

  private String detail(String message, Response response) {
    String id = response.header("X-Request-Id");
    return " (" + message + (id == null ? "" : "; request " + id) + ")";
  }

  /** Returns lakeFS's message from the body of an error, or empty if the body is not lakeFS's. */
  private static Optional<String> message(Response response) {
    try (ResponseBody body = response.peekBody(MAX_BODY_BYTES)) {
      JsonElement json = JsonParser.parseString(body.string());
      return json.isJsonObject() && json.getAsJsonObject().has("message")
          ? Optional.of(shortened(json.getAsJsonObject().get("message").getAsString()))
          : Optional.empty();
    } catch (IOException
        | JsonParseException
        | IllegalStateException
        | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  private static String shortened(String message) {
    String line = BLANKS.matcher(message).replaceAll(" ").strip();
    return line.length() <= MAX_DETAIL_CHARACTERS
        ? line
        : line.substring(0, MAX_DETAIL_CHARACTERS) + "…";
  }

  private ServerFailure failure(Trouble trouble, String subject, String sentence) {
    return new ServerFailure(trouble, subject, clean(sentence));
  }

  private ServerFailure failure(Trouble trouble, String subject, String sentence, IOException e) {
    return new ServerFailure(trouble, subject, clean(sentence), e);
  }

  private String clean(String sentence) {
    String login = server.accessKey() + ":" + server.secretKey();
    String encoded = Base64.getEncoder().encodeToString(login.getBytes(UTF_8));
    String open = QUERY.matcher(BLANKS.matcher(sentence).replaceAll(" ")).replaceAll("$1?…");
    for (String secret : List.of(encoded, server.secretKey(), server.token())) {
      open = secret.isEmpty() ? open : open.replace(secret, "***");
    }
    return open;
  }

  private static String capitalized(String subject) {
    return subject.substring(0, 1).toUpperCase(Locale.ROOT) + subject.substring(1);
  }
}
