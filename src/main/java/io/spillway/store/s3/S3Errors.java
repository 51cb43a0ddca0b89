package io.spillway.store.s3;

import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.WriteRefusedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * A translator of S3's and the SDK's errors into a sentence and a reason for the caller.
 *
 * @param act the failed operation, with the object's name: "write s3://bucket/key"
 * @param writes whether the operation changes something, so that a lost answer leaves the outcome
 *     unknown
 */
record S3Errors(String act, boolean writes) {
  private static final Set<String> OF_CREDENTIALS =
      Set.of(
          "ExpiredToken",
          "InvalidToken",
          "TokenRefreshRequired",
          "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "AccessDenied");
  private static final Set<String> OF_REGION =
      Set.of(
          "PermanentRedirect",
          "TemporaryRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException");

  /** Error codes of objects that must be restored before they can be read or copied. */
  private static final Set<String> OF_ARCHIVES =
      Set.of("InvalidObjectState", "ObjectNotInActiveTierError");

  private static final Set<String> OF_LIMITS =
      Set.of("KeyTooLongError", "MetadataTooLarge", "EntityTooLarge");

  /** Returns the failure as a {@link StoreException}. */
  StoreException explained(SdkException failure) {
    return WriteRefusedException.in(failure)
        .map(refused -> refused.explained(act))
        .orElseGet(() -> answeredOrNot(failure));
  }

  private StoreException answeredOrNot(SdkException failure) {
    return failure instanceof AwsServiceException answered
        ? answered(answered)
        : unanswered(failure);
  }

  /** Returns the HTTP status of the answer, or 0 without an answer. */
  static int status(SdkException failure) {
    return failure instanceof AwsServiceException answered ? answered.statusCode() : 0;
  }

  /** Returns S3's error code, or an empty string: the answer to a HEAD has none. */
  static String code(SdkException failure) {
    return failure instanceof AwsServiceException answered && answered.awsErrorDetails() != null
        ? Optional.ofNullable(answered.awsErrorDetails().errorCode()).orElse("")
        : "";
  }

  private StoreException answered(AwsServiceException failure) {
    Reason reason = reason(failure.statusCode(), code(failure));
    String code = code(failure).isEmpty() ? "" : " " + code(failure);
    return new StoreException(
        reason,
        sentence(failure.statusCode() + code, failure.requestId()) + advice(failure, reason),
        failure);
  }

  /**
   * Returns the message for one object of a request that succeeded as a whole; such an error has a
   * code and no status.
   */
  String ofOne(String code, @Nullable String requestId) {
    String said = code.isEmpty() ? "no without a reason" : code;
    return sentence(said, requestId) + advice(code, reason(0, code));
  }

  private String sentence(String said, @Nullable String requestId) {
    String request = requestId == null || requestId.isBlank() ? "" : ", request id " + requestId;
    return "Cannot " + act + ": S3 says " + said + request + ".";
  }

  private Reason reason(int status, String code) {
    if (OF_ARCHIVES.contains(code)) {
      // The status is that of denied access, but neither other credentials nor another way would
      // help.
      return Reason.REFUSED;
    }
    if (OF_CREDENTIALS.contains(code) || status == 401 || status == 403) {
      return Reason.DENIED;
    }
    if (OF_LIMITS.contains(code)) {
      return Reason.UNFIT;
    }
    if (code.equals("NoSuchBucket")) {
      return Reason.NO_CONTAINER;
    }
    if (code.equals("RequestTimeout") || code.equals("NoSuchUpload")) {
      return open();
    }
    return switch (status) {
      case 404 -> Reason.NOT_FOUND;
      case 409, 412 -> Reason.CHANGED;
      case 501 -> Reason.REFUSED;
      default -> status >= 500 || status < 300 ? open() : Reason.REFUSED;
    };
  }

  private static String advice(AwsServiceException failure, Reason reason) {
    String region = bucketRegion(failure);
    if (failure.statusCode() == 301 || OF_REGION.contains(code(failure))) {
      return " The bucket is in "
          + (region.isEmpty() ? "another region" : "region " + region)
          + ": set fs.s3a.endpoint.region to it.";
    }
    return advice(code(failure), reason);
  }

  private static String advice(String code, Reason reason) {
    if (OF_ARCHIVES.contains(code)) {
      return " The object is archived: restore it, and run the export again when that is done.";
    }
    return switch (reason) {
      case DENIED -> " Check the credentials and what they allow.";
      case NO_CONTAINER -> " Make the bucket, or correct its name.";
      default -> "";
    };
  }

  private static String bucketRegion(AwsServiceException failure) {
    AwsErrorDetails details = failure.awsErrorDetails();
    if (details == null || details.sdkHttpResponse() == null) {
      return "";
    }
    return details.sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region").orElse("");
  }

  private StoreException unanswered(SdkException failure) {
    if (String.valueOf(failure.getMessage()).contains("Unable to load credentials")) {
      return new StoreException(
          Reason.DENIED,
          "Cannot "
              + act
              + ": there are no credentials. Set fs.s3a.access.key and fs.s3a.secret.key, or those of the AWS SDK.",
          failure);
    }
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
      if (isUnreachable(cause)) {
        return new StoreException(
            Reason.UNREACHABLE,
            "Cannot " + act + ": the server cannot be reached (" + said(cause) + ").",
            failure);
      }
    }
    return new StoreException(
        open(), "Cannot " + act + ": no answer came (" + said(cause) + ").", failure);
  }

  private static boolean isUnreachable(Throwable cause) {
    return cause instanceof UnknownHostException
        || cause instanceof ConnectException
        || cause instanceof NoRouteToHostException
        || cause instanceof SSLHandshakeException
        || cause instanceof SSLPeerUnverifiedException
        || String.valueOf(cause.getMessage()).startsWith("Unsupported or unrecognized SSL message")
        // Apache's own, by name: it is relocated in the jar.
        || cause.getClass().getSimpleName().equals("ConnectTimeoutException");
  }

  private static String said(Throwable cause) {
    return cause instanceof UnknownHostException
        ? "unknown host " + cause.getMessage()
        : String.valueOf(cause.getMessage());
  }

  /** Returns the failure of a connection that broke while bytes were read. */
  static StoreException brokenOff(String object, long bytes, IOException failure) {
    return new StoreException(
        Reason.UNKNOWN,
        "Reading " + object + " broke off after " + bytes + " bytes (" + said(failure) + ").",
        failure);
  }

  private Reason open() {
    return writes ? Reason.UNKNOWN : Reason.REFUSED;
  }
}
