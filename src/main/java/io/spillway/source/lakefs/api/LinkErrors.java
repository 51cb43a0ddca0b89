package io.spillway.source.lakefs.api;

import io.spillway.object.Link;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Error messages for reads by a presigned link, which show nothing of the link but its host. The
 * storage's own message may repeat the link, so only its error code is shown.
 *
 * @param subject the name of the linked object
 */
record LinkErrors(String subject, Link link) implements ObjectAnswer.Complaints {
  private static final int MAX_BODY_BYTES = 16 << 10;
  private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z]{1,60})</Code>");

  /** S3's error code for archived objects. */
  private static final String ARCHIVED = "InvalidObjectState";

  static boolean isUnreachable(IOException e) {
    return e instanceof UnknownHostException
        || e instanceof ConnectException
        || e instanceof NoRouteToHostException
        || e instanceof SSLHandshakeException
        || e instanceof SSLPeerUnverifiedException
        || (e instanceof SocketTimeoutException
            && String.valueOf(e.getMessage()).contains("connect"));
  }

  @Override
  public StoreException refused(Response response) {
    String code = code(response);
    String said = response.code() + (code.isEmpty() ? "" : " " + code);
    return new StoreException(
        reason(response.code(), code), sentence("the storage answers " + said) + advice(code));
  }

  private static String advice(String code) {
    return code.equals(ARCHIVED) ? " It is archived: restore it first." : "";
  }

  private static Reason reason(int status, String code) {
    if (code.equals(ARCHIVED)) {
      return Reason.REFUSED;
    }
    if (code.equals("NoSuchBucket")) {
      return Reason.NO_CONTAINER;
    }
    if (code.equals("ExpiredToken")) {
      return Reason.DENIED; // S3 reports it with 400
    }
    return switch (status) {
      case 401, 403 -> Reason.DENIED;
      case 404, 410 -> Reason.NOT_FOUND;
      case 412 -> Reason.CHANGED;
      default -> Reason.REFUSED;
    };
  }

  private static String code(Response response) {
    try (ResponseBody body = response.peekBody(MAX_BODY_BYTES)) {
      Matcher code = CODE.matcher(body.string());
      return code.find() ? code.group(1) : "";
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public StoreException odd(Response response, String what) {
    return new StoreException(Reason.REFUSED, sentence("the storage's answer is odd: " + what));
  }

  /** Returns the failure for a request without an answer. */
  StoreException silent(IOException e) {
    Reason reason = isUnreachable(e) ? Reason.UNREACHABLE : Reason.REFUSED;
    // The message could contain an address, so only the exception's type is shown.
    return new StoreException(
        reason, sentence("no answer came (" + e.getClass().getSimpleName() + ")"));
  }

  private String sentence(String what) {
    return "Cannot read " + subject + " by its presigned " + link + ": " + what + ".";
  }
}
