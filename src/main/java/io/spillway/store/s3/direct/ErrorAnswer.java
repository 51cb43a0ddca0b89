package io.spillway.store.s3.direct;

import io.spillway.store.s3.direct.XmlScanner.Event;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * An answer that reports an error.
 *
 * @param texts the elements of its XML, by name; empty if it has none
 */
record ErrorAnswer(SdkHttpResponse http, Map<String, String> texts) {
  private static final String ROOT = "Error";

  /** Returns the error in the body of an answer that has another status than success. */
  static ErrorAnswer of(SdkHttpResponse http, byte[] body) {
    try {
      XmlScanner xml = new XmlScanner(body);
      boolean isError = xml.next() == Event.OPEN && xml.name().equals(ROOT);
      return new ErrorAnswer(http, isError ? texts(xml) : Map.of());
    } catch (SdkClientException e) {
      // Proxies answer in other ways, and answers to HEAD have no body: the status says enough.
      return new ErrorAnswer(http, Map.of());
    }
  }

  /**
   * Returns the error that an answer of success has in its body: S3 begins some answers before it
   * knows how they end.
   *
   * @param xml at the root element
   */
  static Optional<ErrorAnswer> within(SdkHttpResponse http, XmlScanner xml) {
    return xml.name().equals(ROOT)
        ? Optional.of(new ErrorAnswer(http, texts(xml)))
        : Optional.empty();
  }

  private static Map<String, String> texts(XmlScanner xml) {
    Map<String, String> texts = new HashMap<>();
    while (xml.next() == Event.OPEN) {
      String name = xml.name();
      if (xml.next() == Event.CLOSE) {
        texts.putIfAbsent(name, xml.text());
      } else {
        xml.skip();
        while (xml.next() == Event.OPEN) {
          xml.skip();
        }
      }
    }
    return texts;
  }

  /** Returns S3's error code; empty if the answer has none. */
  String code() {
    return texts.getOrDefault("Code", "");
  }

  /** Returns the error that an answer to a HEAD means; without a body, it has no code. */
  static ErrorAnswer ofHead(SdkHttpResponse http) {
    String reason = http.statusText().orElse("");
    return switch (http.statusCode()) {
      case 404 -> coded(http, "NoSuchKey", "The specified key does not exist.");
      case 503 ->
          reason.equals("Slow Down")
              ? coded(http, "SlowDown", "Please reduce your request rate.")
              : new ErrorAnswer(http, Map.of());
      default -> new ErrorAnswer(http, reason.isEmpty() ? Map.of() : Map.of("Message", reason));
    };
  }

  private static ErrorAnswer coded(SdkHttpResponse http, String code, String message) {
    return new ErrorAnswer(http, Map.of("Code", code, "Message", message));
  }

  /**
   * Returns the exception that the SDK would throw.
   *
   * @param clockSkew how far this machine's clock was taken to be ahead of the server's
   */
  S3Exception exception(Duration clockSkew) {
    AwsErrorDetails details =
        AwsErrorDetails.builder()
            .serviceName("S3")
            .errorCode(texts.get("Code"))
            .errorMessage(texts.get("Message"))
            .sdkHttpResponse(http)
            .build();
    return (S3Exception)
        S3Exception.builder()
            .awsErrorDetails(details)
            .message(details.errorMessage())
            .statusCode(http.statusCode())
            .requestId(requestId())
            .extendedRequestId(http.firstMatchingHeader("x-amz-id-2").orElse(null))
            .clockSkew(clockSkew)
            .build();
  }

  private @Nullable String requestId() {
    String inBody = texts.get("RequestId");
    return inBody == null ? http.firstMatchingHeader("x-amz-request-id").orElse(null) : inBody;
  }
}
